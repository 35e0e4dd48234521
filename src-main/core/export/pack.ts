import { createHash } from 'node:crypto'
import { Zip, ZipDeflate } from 'fflate'
import { stringify } from 'yaml'
import type { ExportRequest } from '#contract/exports'
import { seedFrom } from '../seed.ts'
import { datasetCard } from './dataset-card.ts'
import { createRowFile } from './formats.ts'
import { chatTemplateFile, type ExportReader, type RunToExport } from './read-export-rows.ts'
import type { Put } from './write-atomically.ts'

const compression = 6

type Packed = { rows: number; guardedCells: number }
type PackedFile = { name: string; rows: number; sha256: string }

/**
 * Writes a .zip with everything that a dataset needs to be understood and made again: rows, card, template, personas,
 * settings, checksums. All rows of a persona stand on one side of the split. `onRow` may throw to stop.
 */
export function writePack(
  reader: ExportReader,
  run: RunToExport,
  request: ExportRequest,
  put: Put,
  onRow: (rows: number) => void,
): Packed {
  const files: PackedFile[] = []
  const zip = createZip(put)
  let rows = 0
  let guardedCells = 0
  const byPerson = { edited: 0, kept: 0, discarded: 0 }

  function writeRows(name: string, isMine: (persona: string) => boolean): void {
    const entry = zip.open(name)
    const file = createRowFile(request, entry.put)
    let count = 0
    for (const row of reader.rows()) {
      if (!isMine(row.persona)) continue
      file.add(row)
      count += 1
      rows += 1
      if (row.isEdited) byPerson.edited += 1
      if (row.verdict === 'kept' || row.verdict === 'discarded') byPerson[row.verdict] += 1
      onRow(rows)
    }
    file.end()
    guardedCells += file.guardedCells()
    files.push({ name, rows: count, sha256: entry.close() })
  }

  function writeText(name: string, pieces: Iterable<string>): void {
    const file = zip.open(name)
    for (const piece of pieces) file.put(piece)
    files.push({ name, rows: 0, sha256: file.close() })
  }

  const { validationShare, format } = request
  writeRows(`train.${format}`, (persona) => !isValidation(persona, validationShare))
  if (validationShare > 0) writeRows(`validation.${format}`, (persona) => isValidation(persona, validationShare))
  const about = reader.about()
  let editedPersonas = 0
  writeText(
    'personas.jsonl',
    map(reader.personas(), ({ text, edited }) => {
      if (edited) editedPersonas += 1
      return `${JSON.stringify({ persona: text, ...(edited ? { edited: true } : {}) })}\n`
    }),
  )
  if (about.template) writeText('template.yaml', [stringify(about.template)])
  const chatTemplate = about.model?.chatTemplate
  if (chatTemplate) writeText(chatTemplateFile, [chatTemplate.text])
  writeText('recipe.json', [`${JSON.stringify(about.recipe, null, 2)}\n`])
  writeText('README.md', [datasetCard({ run, about, request, files, byPerson, editedPersonas })])
  writeText('SHA256SUMS', [files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('')])
  zip.end()
  return { rows, guardedCells }
}

/** By the persona alone, so that another export of the same run splits alike. */
function isValidation(persona: string, share: number): boolean {
  return seedFrom('validation', persona) / 2 ** 32 < share
}

function* map<T>(values: Iterable<T>, make: (value: T) => string): Generator<string> {
  for (const value of values) yield make(value)
}

/** Files one after the other, compressed as they come. */
function createZip(put: Put) {
  const zip = new Zip((error, bytes) => {
    if (error) throw error
    put(bytes)
  })
  return {
    open(name: string) {
      const entry = new ZipDeflate(name, { level: compression })
      const hash = createHash('sha256')
      zip.add(entry)
      return {
        put(piece: string | Uint8Array): void {
          const bytes = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece
          hash.update(bytes)
          entry.push(bytes)
        },
        /** Returns the file's SHA-256. */
        close(): string {
          entry.push(new Uint8Array(0), true)
          return hash.digest('hex')
        },
      }
    },
    end: () => zip.end(),
  }
}
