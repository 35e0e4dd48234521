import type { FileFormat } from '#contract/personas'
import { detectFormat } from './detect-format.ts'
import {
  createPicker,
  defaultField,
  isPersonaName,
  likelyField,
  listFields,
  type PersonaPicker,
  rowKeys,
} from './field-mapping.ts'
import type { TextFile } from './open-text-file.ts'
import { parseCsv } from './parse-csv.ts'
import { parseJsonl } from './parse-jsonl.ts'
import { parseText } from './parse-text.ts'
import type { ParsedLine } from './parsed-line.ts'
import { readLines } from './read-lines.ts'

export type Examined = {
  format: FileFormat
  fields: string[]
  /** The column or pattern that gives the persona; null where a person has to choose. */
  field: string | null
  pick: PersonaPicker | null
  /** What might give it, where a person looks at the lines before anything is stored. */
  likely: string | null
  /** The file also holds texts beside its personas. */
  hasRows: boolean
  /** The lines that were looked at. */
  sample: ParsedLine[]
  /** There are no more lines than these. */
  isWhole: boolean
}

type Chosen = { path: string; format?: FileFormat; field?: string }

const sampleLines = 200
const sampleBytes = 4 * 2 ** 20

/** Looks at the beginning of a file: its format, its fields, and which of them holds the personas. */
export function examineFile(file: TextFile, chosen: Chosen): Examined {
  const format = chosen.format ?? detectFormat([file.name, chosen.path], firstLine(file), isPersonaName)
  const sample: ParsedLine[] = []
  let isWhole = true
  let isEnough = false
  for (const parsed of parseFile(file, format)) {
    isWhole = !isEnough
    if (isEnough) break
    sample.push(parsed)
    isEnough = sample.length === sampleLines || file.readBytes() > sampleBytes
  }
  const records = sample.flatMap((parsed) => ('fields' in parsed ? [parsed.fields] : []))
  const fields = listFields(records)
  const hasRows = fields.includes(rowKeys.persona) && fields.includes(rowKeys.text)
  const field = chosen.field ?? (hasRows ? rowKeys.persona : defaultField(fields, records))
  const pick = field === null || fields.length === 0 ? null : createPicker(field, fields, file.name)
  const likely = field === null ? likelyField(fields, records) : null
  return { format, fields, field, pick, likely, hasRows, sample, isWhole }
}

/** A file line by line (in CSV row by row), from its start. */
export function parseFile(file: TextFile, format: FileFormat): Generator<ParsedLine> {
  const lines = readLines(file)
  if (format === 'jsonl') return parseJsonl(lines, file.name)
  return format === 'csv' ? parseCsv(lines, file.name) : parseText(lines)
}

function firstLine(file: TextFile): string {
  for (const { text } of readLines(file)) if (text.trim() !== '') return text.slice(0, 10_000)
  return ''
}
