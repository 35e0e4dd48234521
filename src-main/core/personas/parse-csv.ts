import { AppError } from '#contract/errors'
import { type CandidateLine, createLineQueue, type LineQueue } from './line-queue.ts'
import type { Fields, ParsedLine } from './parsed-line.ts'
import { readLines, type TextLine } from './read-lines.ts'

export const csvSeparators = [',', ';', '\t', '|'] as const

const columnLimit = 10_000
const quotedLimit = 16 * 2 ** 20
const quotedLines = 100_000
const tooManyColumns = 'more than 10,000 columns: wrong separator?'

/**
 * A row under way, of one line or of several that a quote joins. `quotedFrom` is the line of a quote that is still open,
 * and `fate` what became of it in the end.
 */
type Row = {
  lines: [CandidateLine, ...CandidateLine[]]
  cells: string[]
  open: string
  quotedFrom: number | undefined
  fate: string
  flaw: string
  /** A quote stands inside a cell that does not begin with one. */
  hasStrayQuote: boolean
}

/**
 * RFC 4180 with a header, read line by line: rows may end in any line break, also a mixture; quoted cells keep theirs.
 * Where a quote joins lines to a row that cannot be used, those behind its first one are read once more, as lines of
 * their own: somebody forgot to close a quote, and good rows follow.
 * An own parser, as papaparse runs rows together where line ends are mixed, and counts no lines.
 */
export function* parseCsv(lines: Iterable<TextLine>, name: string): Generator<ParsedLine> {
  const queue = createLineQueue(lines)
  let separator: string | undefined
  let header: string[] | undefined
  let head = ''

  for (let first = queue.next(); first; first = queue.next()) {
    if ('problem' in first) {
      yield first
      continue
    }
    if (first.text.trim() === '') continue
    if (!separator) {
      const declared = /^sep=(.)$/i.exec(first.text)?.[1]
      separator = declared ?? guessSeparator(first.text)
      if (declared) {
        head = `${first.text}\n`
        continue
      }
    }
    const row = readRow(first, queue, separator)
    const { line, text } = first
    if (!header) {
      if (row.fate) {
        yield { line, problem: `Quote opened on line ${row.quotedFrom} ${row.fate}. Nothing after it was read.`, text }
        return
      }
      header = readHeader(row, name)
      head += textOf(row)
      continue
    }
    const problem = problemOf(row, header)
    if (problem) queue.giveBack(row.lines.slice(1), line)
    yield problem ? { line, problem, text, head } : { line, fields: toFields(row, header), text: textOf(row), head }
  }
}

/** The rows of a table that is at hand as a text. */
export function parseCsvText(text: string): ParsedLine[] {
  const file = {
    *pieces() {
      yield Buffer.from(text.toWellFormed())
    },
  }
  return Array.from(parseCsv(readLines(file), 'The table'))
}

/** The separator that the first line has most of, outside quotes. */
export function guessSeparator(firstLine: string): string {
  const bare = firstLine.replace(/"[^"]*"/g, '')
  const counts = csvSeparators.map((separator) => bare.split(separator, columnLimit).length)
  return csvSeparators[counts.indexOf(Math.max(...counts))] as string
}

/** Reads a row, with the lines that its quotes join to the first one. */
function readRow(first: CandidateLine, queue: LineQueue, separator: string): Row {
  const row: Row = {
    ...{ lines: [first], cells: [], open: '', quotedFrom: undefined, fate: '', flaw: '', hasStrayQuote: false },
  }
  let sizeCharacters = 0
  for (let last = first; ; ) {
    readCells(row, last, separator)
    if (row.quotedFrom === undefined) return row
    row.open += last.end
    sizeCharacters += last.text.length + last.end.length
    if (sizeCharacters > quotedLimit) row.fate = 'is not closed within 16 MB'
    else if (row.lines.length === quotedLines) row.fate = 'is not closed within 100,000 lines'
    const next = row.fate ? undefined : queue.nextJoined()
    if (!next) {
      row.fate ||= 'never closes'
      return row
    }
    row.lines.push(next)
    last = next
  }
}

/** Adds a line's cells to the row, going on inside a quote where one is open. */
function readCells(row: Row, { text, line }: CandidateLine, separator: string): void {
  for (let at = 0; ; ) {
    if (row.quotedFrom === undefined && text[at] !== '"') {
      const end = text.indexOf(separator, at)
      const cell = end === -1 ? text.slice(at) : text.slice(at, end)
      addCell(row, cell)
      row.hasStrayQuote ||= cell.includes('"')
      if (end === -1) return
      at = end + 1
      continue
    }
    if (row.quotedFrom === undefined) {
      row.quotedFrom = line
      at += 1
    }
    const quote = text.indexOf('"', at)
    row.open += quote === -1 ? text.slice(at) : text.slice(at, quote)
    if (quote === -1) return
    if (text[quote + 1] === '"') {
      row.open += '"'
      at = quote + 2
      continue
    }
    row.quotedFrom = undefined
    addCell(row, row.open)
    row.open = ''
    const end = text.indexOf(separator, quote + 1)
    const rest = text.slice(quote + 1, end === -1 ? undefined : end)
    if (rest.trim() !== '') row.flaw ||= `text after a closing quote: “${rest.slice(0, 20)}”.`
    if (end === -1) return
    at = end + 1
  }
}

function addCell(row: Row, cell: string): void {
  if (row.cells.length < columnLimit) row.cells.push(cell)
  else row.flaw ||= tooManyColumns
}

/** Column names; one that is missing or comes again gets a name of its own. */
function readHeader({ cells, flaw }: Row, name: string): string[] {
  if (flaw) throw new AppError('bad-file', `${name}: its first line has ${flaw} Nothing was imported.`)
  const copies = new Map<string, number>()
  return cells.map((cell, at) => {
    const wanted = cell.trim() || `column ${at + 1}`
    const copy = (copies.get(wanted) ?? 0) + 1
    copies.set(wanted, copy)
    return copy === 1 ? wanted : `${wanted} (${copy})`
  })
}

/** Why a row cannot be used, or nothing. */
function problemOf({ lines, cells, quotedFrom, fate, hasStrayQuote, ...row }: Row, header: string[]): string {
  const [{ line, brokenFrom }] = lines
  if (fate) return `Quote opened on line ${quotedFrom} ${fate}.`
  // A separator at the end of every line makes empty columns; those say nothing.
  const extra = cells.slice(header.length).some((cell) => cell.trim() !== '')
  const flaw = row.flaw || (extra ? `${cells.length} columns; header has ${header.length}.` : '')
  if (flaw && lines.length > 1) {
    return `Quote opened on line ${line} closes only on line ${lines.at(-1)?.line}.`
  }
  // Behind an open quote it may be the rest of a text. Only what is plainly a row of its own comes in as one.
  if (brokenFrom !== undefined && (hasStrayQuote || cells.length < header.length)) {
    return `Line ${line} goes on from line ${brokenFrom}, which could not be used.`
  }
  return flaw && `Line ${line} has ${flaw}`
}

function toFields({ cells }: Row, header: string[]): Fields {
  const fields: Fields = Object.create(null)
  cells.slice(0, header.length).forEach((cell, at) => {
    fields[header[at] as string] = cell
  })
  return fields
}

function textOf({ lines }: Row): string {
  return lines.map(({ text, end }, at) => (at === lines.length - 1 ? text : text + end)).join('')
}
