import { extname } from 'node:path'
import { AppError } from '#contract/errors'
import type { ExampleShape } from '#contract/template-drafts'
import { hasSections, splitParagraphs, splitSections, type TextPiece } from './split-sections.ts'

/** A piece of a text that may be an example: a text as it stands, or a value that was read; or why it is neither. */
export type ExamplePiece = { line: number; text: string; value?: unknown; problem?: string }

type TableRow = { line: number; fields: Record<string, unknown> } | { line: number; problem: string; text: string }
type JsonFlaw = { kind: 'bad'; at: number } | { kind: 'deep' } | { kind: 'repeated'; key: string }

/** How formats are read elsewhere in the core. */
export type ExampleReaders = {
  /** CSV with a header. */
  table: (text: string) => TableRow[]
  /** What is wrong with a text as JSON. */
  jsonFlaw: (text: string) => JsonFlaw | undefined
}

type Hint = { shape?: ExampleShape | undefined; fileName?: string | undefined }

/** Parts a text into its examples, in the shape that is named or that it seems to have. `parting`: what its sections were told by. */
export function readExamples(source: string, hint: Hint, readers: ExampleReaders) {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const shape = hint.shape ?? guessShape(text, hint.fileName, readers)
  if (shape !== 'sections') return { shape, parting: null, pieces: splitters[shape](text, readers) }
  const { pieces, parting } = splitSections(text)
  return { shape, parting, pieces: readObjects(pieces, readers) }
}

const splitters: Record<
  Exclude<ExampleShape, 'sections'>,
  (text: string, readers: ExampleReaders) => ExamplePiece[]
> = {
  paragraphs: (text, readers) => readObjects(splitParagraphs(text), readers),
  lines: (text, readers) =>
    readObjects(
      text.split('\n').flatMap((line, at) => (line.trim() === '' ? [] : [{ line: at + 1, text: line.trim() }])),
      readers,
    ),
  jsonl: (text, readers) => splitJson(text).flatMap((piece) => readJson(piece, readers)),
  csv: (text, readers) => readTable(text, readers),
}

const shapesByName: Record<string, ExampleShape> = {
  ...{ '.jsonl': 'jsonl', '.ndjson': 'jsonl', '.json': 'jsonl' },
  ...{ '.csv': 'csv', '.tsv': 'csv', '.tab': 'csv' },
}

function guessShape(text: string, fileName: string | undefined, readers: ExampleReaders): ExampleShape {
  const named = fileName && shapesByName[extname(fileName).toLowerCase()]
  if (named) return named
  if (/^\s*[{[]\s*["{}\]]/.test(text)) return 'jsonl'
  if (hasSections(text)) return 'sections'
  if (/\n[ \t]*\n/.test(text.trim())) return 'paragraphs'
  return looksLikeTable(text, readers) ? 'csv' : 'lines'
}

const columnName = /^[\p{L}_][\p{L}\p{N}_-]*(?: [\p{L}\p{N}_-]+){0,2}$/u
const longestHeader = 120

/** Short names in the first line and as many cells in each other one: prose with a comma in it is not like that. */
function looksLikeTable(text: string, readers: ExampleReaders): boolean {
  const header = /^\s*(.*)/.exec(text)?.[1] ?? ''
  if (header.length > longestHeader || !/[,;\t|]/.test(header)) return false
  const rows = rowsOf(text, readers)
  const [first] = rows
  if (!first || !('fields' in first)) return false
  const columns = Object.keys(first.fields)
  return (
    columns.length > 1 &&
    columns.every((name) => columnName.test(name)) &&
    rows.every((row) => 'fields' in row && Object.keys(row.fields).length === columns.length)
  )
}

/** Where every piece is a JSON object, objects are meant; one that is none makes all of them texts. */
function readObjects(pieces: TextPiece[], readers: ExampleReaders): ExamplePiece[] {
  if (!pieces.every(({ text }) => text.startsWith('{') && text.endsWith('}'))) return pieces
  const read = pieces.flatMap((piece) => readJson(piece, readers))
  return read.every((piece) => 'value' in piece) ? read : pieces
}

/** JSON values one behind the other: in lines, over several lines, with or without commas between them. */
function splitJson(text: string): TextPiece[] {
  const found: TextPiece[] = []
  let line = 1
  // After a value that never closes, each line stands for itself: reading to the end again and again would take hours.
  let isBroken = false
  for (let at = 0; at < text.length; ) {
    const character = text[at] as string
    if (character === '\n') line++
    if (/[\s,]/.test(character)) {
      at++
      continue
    }
    const lineEnd = text.indexOf('\n', at) === -1 ? text.length : text.indexOf('\n', at)
    const closed = isBroken ? undefined : endOfValue(text, at)
    if (closed === undefined && (character === '{' || character === '[')) isBroken = true
    const end = closed ?? lineEnd
    const piece = text.slice(at, end).trim().replace(/,$/, '')
    found.push({ line, text: piece })
    line += text.slice(at, end).split('\n').length - 1
    at = end
  }
  return found
}

/** Where the object or list that opens at `from` is closed; a line break inside a text means that it is not. */
function endOfValue(text: string, from: number): number | undefined {
  if (text[from] !== '{' && text[from] !== '[') return undefined
  let depth = 0
  let isText = false
  for (let at = from; at < text.length; at++) {
    const character = text[at]
    if (isText) {
      if (character === '\\') at++
      else if (character === '"') isText = false
      else if (character === '\n') return undefined
    } else if (character === '"') isText = true
    else if (character === '{' || character === '[') depth++
    else if ((character === '}' || character === ']') && --depth === 0) return at + 1
  }
  return undefined
}

function readJson({ line, text }: TextPiece, { jsonFlaw }: ExampleReaders): ExamplePiece[] {
  const flaw = jsonFlaw(text)
  if (flaw?.kind === 'deep') return [{ line, text, problem: 'It is nested more than 64 levels deep.' }]
  if (flaw?.kind === 'repeated') {
    return [{ line, text, problem: `It has the field “${flaw.key}” twice. Give one of them another name.` }]
  }
  if (flaw) {
    const place = flaw.at < text.length ? `goes wrong at “${text.slice(flaw.at, flaw.at + 20)}”` : 'ends too early'
    return [{ line, text, problem: `It is not whole JSON: it ${place}.` }]
  }
  const value: unknown = JSON.parse(text)
  if (!Array.isArray(value)) return [{ line, text, value }]
  // A list of examples; they have no lines of their own.
  return value.map((each) => ({ line, text: typeof each === 'string' ? each : JSON.stringify(each), value: each }))
}

function rowsOf(text: string, { table }: ExampleReaders): TableRow[] {
  try {
    return table(text)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return [{ line: 1, problem: error.message, text: text.slice(0, 1000) }]
  }
}

function readTable(text: string, readers: ExampleReaders): ExamplePiece[] {
  const rows = rowsOf(text, readers)
  const records = rows.flatMap((row) => ('fields' in row ? [row.fields] : []))
  const names = Array.from(new Set(records.flatMap((record) => Object.keys(record))))
  const read = Object.fromEntries(names.map((name) => [name, readerFor(records.map((record) => record[name]))]))
  return rows.map((row) => {
    if ('problem' in row) return { line: row.line, text: row.text, problem: row.problem }
    const value = Object.fromEntries(names.map((name) => [name, read[name]?.(String(row.fields[name] ?? ''))]))
    return { line: row.line, text: Object.values(row.fields).join(' | '), value }
  })
}

/** A column of numbers or of truths is one; the rest are texts. */
function readerFor(cells: unknown[]): (cell: string) => unknown {
  const texts = cells.map((cell) => String(cell ?? ''))
  if (texts.every((text) => /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?$/.test(text))) return Number
  if (texts.every((text) => /^(?:true|false)$/i.test(text))) return (text) => text.toLowerCase() === 'true'
  return (text) => text
}
