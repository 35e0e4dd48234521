import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { AppError } from '#contract/errors'
import type { FileFormat, ImportResult } from '#contract/personas'
import { openDatabase } from '../db/open-database.ts'
import { createDatasetStore } from './dataset-store.ts'
import { type Examined, examineFile, parseFile } from './examine-file.ts'
import { type PersonaPicker, rowKeys, unknownField } from './field-mapping.ts'
import { createImportStore, type ImportEntry, type ImportStore } from './import-store.ts'
import { type TextFile, withTextFile } from './open-text-file.ts'
import { createEntryReader, type EntryReader } from './read-entry.ts'
import { createSkippedFile } from './skipped-file.ts'
import { skippedLine } from './skipped-line.ts'

export type ImportTask = {
  databaseFile: string
  path: string
  name: string
  format?: FileFormat
  field?: string
  licence: string
  asRows: boolean
  /** Milliseconds since 1970, the time that everything imported gets. */
  now: number
}
export type ImportProgress = { lines: number; added: number; share: number | null }
type Report = (progress: ImportProgress) => void

const batchEntries = 500
const batchCharacters = 4_000_000
const shownSkips = 100

/** Imports a file line by line. What is bad about a line is told; a file that gives nothing leaves nothing behind. */
export function importFile(task: ImportTask, report: Report): Promise<ImportResult> {
  return withTextFile(task.path, task.name, async (file) => {
    const examined = examineFile(file, task)
    const { field, pick } = requireUsable(examined, task, file.name)
    const sha256 = await hashFile(file, report)
    const db = openDatabase(task.databaseFile)
    try {
      const about = { name: task.name, sha256, field }
      const dataset = task.asRows ? createDatasetStore(db, { ...about, importedAt: task.now }) : null
      const store = createImportStore(db, { ...about, licence: task.licence, addedAt: task.now }, dataset)
      const result = await importLines(file, examined.format, createEntryReader(pick, task.asRows), store, report)
      return { ...result, runId: dataset?.runId() ?? null }
    } finally {
      db.close()
    }
  })
}

function requireUsable(examined: Examined, task: ImportTask, name: string): { field: string; pick: PersonaPicker } {
  const { field, pick, fields, hasRows, sample } = examined
  if (fields.length === 0) {
    throw nothingFound(name, sample.flatMap((parsed) => ('problem' in parsed ? [parsed.problem] : []))[0])
  }
  if (field === null || !pick) throw unknownField(field, fields, name)
  if (task.asRows && !hasRows) {
    throw new AppError(
      'bad-file',
      `${name} has no “${rowKeys.persona}” and “${rowKeys.text}”, so it cannot come in as a dataset. Nothing was imported. Import it as personas.`,
    )
  }
  return { field, pick }
}

async function importLines(
  file: TextFile,
  format: FileFormat,
  readEntry: EntryReader,
  store: ImportStore,
  report: Report,
): Promise<ImportResult> {
  const result = emptyResult()
  const skippedFile = createSkippedFile()
  let batch: ImportEntry[] = []
  let characters = 0
  let entries = 0

  function flush(): void {
    store.store(batch)
    batch = []
    characters = 0
    result.sourceId = store.sourceId()
    result.added = store.added()
    result.known = entries - result.added
    result.repeated = store.repeated()
    report({ lines: result.lines, added: result.added, share: file.readBytes() / file.sizeBytes })
  }

  for (const parsed of parseFile(file, format)) {
    result.lines += 1
    const read = 'problem' in parsed ? parsed : readEntry(parsed.fields, parsed.line, entries)
    if ('problem' in read) {
      result.skipped += 1
      if (result.skippedLines.length < shownSkips) result.skippedLines.push(skippedLine(parsed, read.problem))
      skippedFile.add(parsed)
      continue
    }
    batch.push(read.entry)
    entries += 1
    characters += read.entry.text.length + (read.entry.row?.text.length ?? 0) + (read.entry.row?.prompt.length ?? 0)
    result.repaired += read.repaired
    if (batch.length < batchEntries && characters < batchCharacters) continue
    flush()
    // What is to be said goes out, and that the app has gone comes in.
    await turn()
  }
  flush()
  if (entries === 0) throw nothingFound(file.name, result.skippedLines[0]?.reason)
  if (file.changed()) {
    throw new AppError(
      'bad-file',
      `${file.name} was changed while it was read. What came in is kept. Import the file again.`,
    )
  }
  store.finish()
  return { ...result, skippedFile: skippedFile.made() }
}

function emptyResult(): ImportResult {
  return {
    ...{ sourceId: null, runId: null, lines: 0, added: 0, known: 0, repeated: 0 },
    ...{ skipped: 0, repaired: 0, skippedLines: [], skippedFile: { text: '', lines: 0 } },
  }
}

/** The whole file is read, so that one that is not UTF-8 is refused before anything is stored. */
async function hashFile(file: TextFile, report: Report): Promise<string> {
  const hash = createHash('sha256')
  for (const piece of file.pieces()) {
    hash.update(piece)
    report({ lines: 0, added: 0, share: null })
    await turn()
  }
  return hash.digest('hex')
}

function nothingFound(name: string, reason: string | undefined): AppError {
  return new AppError('bad-file', `${name}: nothing could be imported. ${reason ?? 'It holds no text.'}`)
}
