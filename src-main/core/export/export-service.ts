import { basename, join } from 'node:path'
import { AppError } from '#contract/errors'
import type { ExportEnd, ExportRequest, ExportResult } from '#contract/exports'
import type { Handlers, Output, Publish } from '#contract/index'
import type { Clock } from '../clock.ts'
import type { Host } from '../host.ts'
import type { Job } from '../job-end.ts'
import { createKeptEnds } from '../kept-ends.ts'
import { runWorker } from '../run-worker.ts'
import type { ExportOutcome, ExportProgress, ExportTask } from './export-job.ts'
import type { ExportRepository } from './export-repository.ts'

type Deps = {
  databaseFile: string
  libraryFolder: string
  /** Entry file of the export worker. */
  workerEntry: string
  files: ExportRepository
  /** False where the library is only read: then a file is written all the same, and not remembered. */
  canStore: boolean
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
  const { databaseFile, libraryFolder, workerEntry, files, canStore, resolveFile, publish, clock, log } = deps
  const running = new Set<Job<unknown>>()
  const ends = createKeptEnds<ExportEnd>(unknown)

  /** `take` does what is left once the thread has ended, before the service closes. */
  function start<Result, Taken>(
    kind: 'export' | 'preview',
    request: ExportRequest,
    path: string | null,
    onProgress: (progress: ExportProgress) => void,
    take: (result: Result) => Taken,
  ): Promise<Taken> {
    const task: ExportTask & { kind: 'export' | 'preview' } = {
      kind,
      databaseFile,
      request,
      path,
      folder: join(libraryFolder, 'exports'),
      startedAt: clock.now(),
    }
    const job = runWorker<Result, ExportProgress>({ entry: workerEntry, task, died, log, onProgress })
    const work: Job<Taken> = { cancel: job.cancel, result: job.result.then(take) }
    running.add(work)
    return work.result.finally(() => running.delete(work))
  }

  function write(
    exportId: string,
    request: ExportRequest,
    path: string | null,
    onProgress: (progress: ExportProgress) => void,
  ): Promise<ExportResult> {
    return start<ExportOutcome, ExportResult>('export', request, path, onProgress, (outcome) => {
      if (!outcome) throw new AppError('internal', stopped)
      remember(request, outcome)
      const { revision: _, ...written } = outcome
      return { ...written, exportId, fileName: basename(outcome.path) }
    })
  }

  /** The file is there: that the library does not know it must not look like a failure. */
  function remember(request: ExportRequest, outcome: NonNullable<ExportOutcome>): void {
    if (!canStore) return
    try {
      files.add(request, outcome, clock.now())
    } catch (error) {
      log(error)
    }
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

    'export.preview': (request) =>
      start(
        'preview',
        request,
        null,
        () => {},
        (preview: Output<'export.preview'>) => preview,
      ),

    'export.list': ({ runId }) => files.list(runId),
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
