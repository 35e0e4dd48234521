import { access } from 'node:fs/promises'
import { basename, isAbsolute, join, relative } from 'node:path'
import type { Database } from 'better-sqlite3'
import { AppError } from '#contract/errors'
import type { ExportedFile, ExportRequest } from '#contract/exports'
import { RowFilter } from '#contract/rows'
import type { Exported } from '#contract/runs'
import type { ExportOutcome } from './export-job.ts'

type StoredFile = Omit<ExportedFile, 'fileName' | 'pack' | 'narrowed' | 'isCurrent' | 'standing'> & {
  pack: 0 | 1
  narrowed: string
  isCurrent: 0 | 1
  isReplaced: 0 | 1
}
type Newest = Omit<Exported, 'fileName' | 'isCurrent'> & { path: string; isCurrent: 0 | 1 }

const mostListed = 50
const Narrowed = RowFilter.omit({ runId: true })
const isReplaced = 'EXISTS (SELECT 1 FROM export AS later WHERE later.path = export.path AND later.id > export.id)'

/** The files that runs were exported to. Those in the library's folder are stored by their place in it, so that it can move. */
export function createExportRepository(db: Database, libraryFolder: string) {
  const insert = db.prepare(`
    INSERT INTO export (run_id, revision, path, rows, left_out, shape, format, pack, narrowed, size_bytes, sha256, made_at)
    VALUES (@runId, @revision, @path, @rows, @leftOut, @shape, @format, @pack, @narrowed, @sizeBytes, @sha256, @madeAt)
  `)
  const selectByRun = db.prepare<[number], StoredFile>(`
    SELECT export.id, path, rows, left_out AS leftOut, shape, format, pack, narrowed, size_bytes AS sizeBytes, sha256,
           made_at AS madeAt, export.revision = run.revision AS isCurrent, ${isReplaced} AS isReplaced
    FROM export JOIN run ON run.id = run_id WHERE run_id = ? ORDER BY export.id DESC LIMIT ${mostListed}
  `)
  const selectNewest = db.prepare<[number], Newest>(`
    SELECT (SELECT count(*) FROM export WHERE run_id = run.id) AS count, path, rows, made_at AS madeAt,
           NOT EXISTS (
             SELECT 1 FROM export WHERE run_id = run.id AND export.revision <> run.revision AND NOT ${isReplaced}
           ) AS isCurrent
    FROM export JOIN run ON run.id = run_id WHERE run_id = ? ORDER BY export.id DESC LIMIT 1
  `)
  const selectRun = db.prepare<[number], number>("SELECT 1 FROM run WHERE id = ? AND status <> 'planning'").pluck()

  function portablePath(path: string): string {
    const within = relative(libraryFolder, path)
    return within.startsWith('..') || isAbsolute(within) ? path : within
  }

  const actualPath = (path: string): string => (isAbsolute(path) ? path : join(libraryFolder, path))

  async function shown({ pack, narrowed, isCurrent, isReplaced, ...stored }: StoredFile): Promise<ExportedFile> {
    const path = actualPath(stored.path)
    const isThere = await access(path).then(
      () => true,
      () => false,
    )
    return {
      ...stored,
      ...{ path, fileName: basename(path), pack: pack === 1, narrowed: JSON.parse(narrowed) },
      isCurrent: isCurrent === 1,
      standing: isReplaced === 1 ? 'replaced' : isThere ? 'there' : 'gone',
    }
  }

  return {
    add(
      { runId, shape, format, pack, ...request }: ExportRequest,
      outcome: NonNullable<ExportOutcome>,
      madeAt: number,
    ) {
      insert.run({
        ...{ ...outcome, runId, shape, format, madeAt },
        ...{ path: portablePath(outcome.path), pack: pack ? 1 : 0, narrowed: JSON.stringify(Narrowed.parse(request)) },
      })
    },

    /** Newest first. */
    async list(runId: number): Promise<ExportedFile[]> {
      if (selectRun.get(runId) === undefined) {
        throw new AppError(
          'not-found',
          `There is no dataset ${runId} in this library, so no file of it is known. The list of datasets shows those that are here.`,
        )
      }
      return Promise.all(selectByRun.all(runId).map(shown))
    },

    newestOf(runId: number): Exported | null {
      const newest = selectNewest.get(runId)
      if (!newest) return null
      const { path, isCurrent, ...rest } = newest
      return { ...rest, fileName: basename(path), isCurrent: isCurrent === 1 }
    },
  }
}

export type ExportRepository = ReturnType<typeof createExportRepository>
