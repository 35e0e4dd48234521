import { serveJob } from '../serve-job.ts'
import { type ImportProgress, type ImportTask, importFile } from './import-job.ts'
import { inspectFile } from './inspect-file.ts'

/** Entry of the thread that reads files which people bring: whatever is slow or untrusted about them stays in here. */
serveJob<ImportTask & { kind: 'inspect' | 'import' }, ImportProgress>((task, hooks) =>
  task.kind === 'inspect' ? inspectFile(task) : importFile(task, hooks),
)
