import { join } from 'node:path'
import type { ExportRequest, ExportResult } from '#contract/exports'
import type { Output } from '#contract/index'
import { openDatabase } from '../db/open-database.ts'
import type { JobHooks } from '../serve-job.ts'
import { cleanFileName } from './clean-file-name.ts'
import { createRowFile } from './formats.ts'
import { writePack } from './pack.ts'
import { createExportReader, type ExportReader, type RunToExport } from './read-export-rows.ts'
import { type Put, writeAtomically } from './write-atomically.ts'

export type ExportTask = {
  databaseFile: string
  request: ExportRequest
  /** Where to write; null for a name of its own in `folder`. */
  path: string | null
  folder: string
  startedAt: number
}
export type ExportProgress = { rows: number; share: number }
/** What was written, and of which revision of the rows; `null` when it was cancelled, and then nothing was. */
export type ExportOutcome = (Omit<ExportResult, 'exportId' | 'fileName'> & { revision: number }) | null

const previewRows = 20
const previewCharacters = 50_000
const cancelEvery = 100

/** Writes a run's rows to a file that appears whole or not at all. */
export function exportRows(task: ExportTask, hooks: JobHooks<ExportProgress>): ExportOutcome {
  const { request, path, folder, startedAt } = task
  return withRun(task, (reader, run) => {
    // Files of one dataset in several shapes lie beside each other in a folder of downloads.
    const shape = request.shape === 'seed' ? '' : ` (${request.shape})`
    const ownName = `${cleanFileName(run.name, 'run')}${shape}.${request.pack ? 'zip' : request.format}`
    // A number behind the name would look like that of another dataset.
    const ifThere = path === null ? { toldApartBy: minuteOf(startedAt) } : request.force ? 'replace' : 'refuse'
    try {
      const { value, ...written } = writeAtomically(path ?? join(folder, ownName), ifThere, (put) => {
        const onRow = (rows: number): void => {
          hooks.report({ rows, share: rows / run.selected })
          if (rows % cancelEvery === 0 && hooks.cancelled()) throw cancelled
        }
        return request.pack ? writePack(reader, run, request, put, onRow) : writeRows(reader, request, put, onRow)
      })
      return { ...written, ...value, leftOut: run.total - value.rows, revision: run.revision }
    } catch (error) {
      if (error === cancelled) return null
      throw error
    }
  })
}

/** By the clock on the wall, without the colon that Windows takes in no name. */
function minuteOf(time: number): string {
  const date = new Date(time)
  const local = new Date(time - date.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 16).replace('T', ' ').replace(':', '.')
}

function writeRows(reader: ExportReader, request: ExportRequest, put: Put, onRow: (rows: number) => void) {
  const file = createRowFile(request, put)
  let rows = 0
  for (const row of reader.rows()) {
    file.add(row)
    rows += 1
    onRow(rows)
  }
  file.end()
  return { rows, guardedCells: file.guardedCells() }
}

/** The first rows as they would stand in the file; those of a file that is no text as lines of JSON. */
export function previewExport(task: ExportTask): Output<'export.preview'> {
  const { format } = task.request
  return withRun(task, (reader, run) => {
    let text = ''
    const readable = { ...task.request, format: format === 'parquet' ? 'jsonl' : format } as const
    const file = createRowFile(readable, (piece) => {
      text += piece
    })
    let rows = 0
    for (const row of reader.rows()) {
      file.add(row)
      rows += 1
      if (rows === previewRows || text.length > previewCharacters) break
    }
    return { text, rows: run.selected, leftOut: run.total - run.selected }
  })
}

/** Thrown through the writing of a file, so that nothing of it stays. */
const cancelled = Symbol('cancelled')

function withRun<T>(task: ExportTask, use: (reader: ExportReader, run: RunToExport) => T): T {
  const db = openDatabase(task.databaseFile, { readonly: true })
  try {
    const reader = createExportReader(db, task.request)
    return reader.together(() => use(reader, reader.readRun()))
  } finally {
    db.close()
  }
}
