import { serveJob } from '../serve-job.ts'
import { type ExportProgress, type ExportTask, exportRows, previewExport } from './export-job.ts'

/** Entry of the thread that writes files: reading a whole run would block the app. */
serveJob<ExportTask & { kind: 'export' | 'preview' }, ExportProgress>((task, hooks) =>
  task.kind === 'preview' ? previewExport(task) : exportRows(task, hooks),
)
