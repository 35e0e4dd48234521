import { AppError } from '#contract/errors'
import type { Handlers, Output, Publish } from '#contract/index'
import type { ImportEnd, ImportMapping, ImportResult } from '#contract/personas'
import type { Clock } from '../clock.ts'
import type { Host } from '../host.ts'
import type { Job } from '../job-end.ts'
import { createKeptEnds } from '../kept-ends.ts'
import { printableName } from '../printable-name.ts'
import { runProcess } from '../run-process.ts'
import type { ImportProgress, ImportTask } from './import-job.ts'

type Deps = {
  databaseFile: string
  startImporter: Host['startImporter']
  resolveFile: Host['resolveFile']
  uploads?: Host['uploads']
  publish: Publish
  clock: Clock
  log: (error: unknown) => void
  /** False beside a library's writer: its lock forbids a second one, in a thread too. */
  canStore?: boolean
}

const died = {
  import:
    'The import ended before it was through. What it had stored is kept. Import the file again to go on from there.',
  inspect: 'The file could not be looked at: reading it ended unexpectedly. Nothing was changed.',
}

const unknown =
  'How this import ended is not known any more. What came in is kept. Import the file again to see what is missing.'

export function createImportService(deps: Deps) {
  const { databaseFile, startImporter, resolveFile, uploads, publish, clock, log, canStore = true } = deps
  const running = new Set<Job<unknown>>()
  /** Files that were looked at or imported here: no other is this service's to remove. */
  const used = new Set<string>()
  const ends = createKeptEnds<ImportEnd>(unknown)

  function finish(importId: string, end: ImportEnd): void {
    ends.finish(importId, end)
    publish('import.done', { importId, ...end })
  }

  function start<Result>(
    kind: 'import' | 'inspect',
    { fileId, name, format, field, licence = '' }: ImportMapping,
    asRows: boolean,
    onProgress: (progress: ImportProgress) => void,
  ): Promise<Result> {
    const path = resolveFile(fileId, 'read')
    used.add(fileId)
    const task: ImportTask & { kind: 'import' | 'inspect' } = {
      kind,
      databaseFile,
      path,
      name: name?.trim() || printableName(path),
      ...(format && { format }),
      // An empty box is no choice.
      ...(field && { field }),
      licence,
      asRows,
      now: clock.now(),
    }
    const job = runProcess<Result, ImportProgress>({ start: startImporter, task, died: died[kind], log, onProgress })
    running.add(job)
    return job.result.finally(() => running.delete(job))
  }

  async function forget(fileId: string): Promise<void> {
    if (used.delete(fileId)) await uploads?.discard(fileId)
  }

  const handlers = {
    'persona.inspect': ({ asRows, ...mapping }) =>
      start<Output<'persona.inspect'>>('inspect', mapping, asRows, () => {}),

    'persona.import'({ asRows, ...mapping }) {
      if (!canStore) {
        throw new AppError(
          'library-locked',
          'This library is open for reading only, so nothing was imported. Close the app that uses it and import again.',
        )
      }
      const importId = clock.newId()
      const importing = start<ImportResult>('import', mapping, asRows, (progress) =>
        publish('import.progress', { importId, ...progress }),
      )
      ends.begin(importId)
      importing
        .then(
          (result) => {
            finish(importId, { result, problem: null })
            // What did not come in may be asked for again with other columns.
            return forget(mapping.fileId)
          },
          ({ code, message }: AppError) => finish(importId, { result: null, problem: { code, message } }),
        )
        .catch(log)
      return { importId }
    },

    'import.forget': ({ fileId }) => forget(fileId),

    'import.show': ({ importId }) => ends.show(importId),
  } satisfies Partial<Handlers>

  return {
    handlers,
    /** Ends what is running; what it stored so far stays. */
    async close(): Promise<void> {
      for (const job of running) job.cancel()
      await Promise.allSettled(Array.from(running, ({ result }) => result))
    },
  }
}
