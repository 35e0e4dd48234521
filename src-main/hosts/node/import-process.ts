import { type ImportProgress, type ImportTask, importFile } from '../../core/personas/import-job.ts'
import { inspectFile } from '../../core/personas/inspect-file.ts'
import { serveProcessJob } from '../../core/serve-job.ts'
import { openParentPort } from '../../inference/parent-port.ts'

/** Entry of the process that reads files which people bring: whatever is slow or untrusted about them stays in here. */
serveProcessJob<ImportTask & { kind: 'inspect' | 'import' }, ImportProgress>(openParentPort(), (task, report) =>
  task.kind === 'inspect' ? inspectFile(task) : importFile(task, report),
)
