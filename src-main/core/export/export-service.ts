import { basename, join } from 'node:path'
import { AppError } from '#contract/errors'
import type { ExportEnd, ExportRequest, ExportResult } from '#contract/exports'
import type { Handlers, Output, Publish } from '#contract/index'
import type { Clock } from '../clock.ts'
import type { Host } from '../host.ts'
import { createKeptEnds } from '../kept-ends.ts'
import { runWorker, type WorkerJob } from '../run-worker.ts'
import type { ExportOutcome, ExportProgress, ExportTask } from './export-job.ts'

type Deps = {
  databaseFile: string
  libraryFolder: string
  /** Entry file of the export worker. */
  workerEntry: string
  resolveFile: Host['resolveFile']
  publish: Publish
  clock: Clock
  log: (error: unknown) => void
}

const died =
  'The export ended unexpectedly and its file was not written. The rows are safe in the library. Export again.'

const stopped = 'The export was stopped before its file was written. The rows are safe in the library. Export again.'
const unknown =
  'How this export ended is not known any more. Its file is there whole or not at all, and the rows are safe in the library. Export again.'

export function createExportService(deps: Deps) {
  const { databaseFile, libraryFolder, workerEntry, resolveFile, publish, clock, log } = deps
  const running = new Set<WorkerJob<unknown>>()
  const ends = createKeptEnds<ExportEnd>(unknown)

  function start<Result>(
    kind: 'export' | 'preview',
    request: ExportRequest,
    path: string | null,
    onProgress: (progress: ExportProgress) => void,
  ): Promise<Result> {
    const task: ExportTask & { kind: 'export' | 'preview' } = {
      kind,
      databaseFile,
      request,
      path,
      folder: join(libraryFolder, 'exports'),
      startedAt: clock.now(),
    }
    const job = runWorker<Result, ExportProgress>({ entry: workerEntry, task, died, log, onProgress })
    running.add(job)
    return job.result.finally(() => running.delete(job))
  }

  async function write(
    exportId: string,
    request: ExportRequest,
    path: string | null,
    onProgress: (progress: ExportProgress) => void,
  ): Promise<ExportResult> {
    const outcome = await start<ExportOutcome>('export', request, path, onProgress)
    if (outcome) return { ...outcome, exportId, fileName: basename(outcome.path) }
    throw new AppError('internal', stopped)
  }

  function finish(exportId: string, end: ExportEnd): void {
    ends.finish(exportId, end)
    publish('export.done', { exportId, ...end })
  }

  /** Where a file goes; null for a name of its own in the library. */
  function targetOf({ fileId }: ExportRequest): string | null {
    return fileId === undefined ? null : resolveFile(fileId, 'write')
  }

  const handlers = {
    'export.start'(request) {
      const exportId = clock.newId()
      const path = targetOf(request)
      ends.begin(exportId)
      write(exportId, request, path, (progress) => publish('export.progress', { exportId, ...progress }))
        .then(
          (result) => finish(exportId, { result, problem: null }),
          ({ code, message }: AppError) => finish(exportId, { result: null, problem: { code, message } }),
        )
        .catch(log)
      return { exportId }
    },

    'export.show': ({ exportId }) => ends.show(exportId),

    'export.preview': (request) => start<Output<'export.preview'>>('preview', request, null, () => {}),
  } satisfies Partial<Handlers>

  return {
    handlers,

    /** Writes a run's file without events: for the run that ends and has an output path. */
    exportRun: (request: ExportRequest): Promise<ExportResult> =>
      write(clock.newId(), request, targetOf(request), () => {}),

    /** Ends what is running; a file that was not finished does not appear. */
    async close(): Promise<void> {
      for (const job of running) job.cancel()
      await Promise.allSettled(Array.from(running, ({ result }) => result))
    },
  }
}
