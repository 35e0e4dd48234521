import { AppError } from '#contract/errors'
import type { Fields, ParsedLine } from './parsed-line.ts'
import { readLines, type TextLine } from './read-lines.ts'

export const csvSeparators = [',', ';', '\t', '|'] as const

const columnLimit = 10_000
const quotedLimit = 16 * 2 ** 20
const tooManyColumns = 'has more than 10,000 columns: wrong separator?'

/** A row under way. `quotedFrom` is the line of a quote that is still open. */
type Row = { line: number; text: string; cells: string[]; open: string; quotedFrom: number | undefined; flaw: string }

/**
 * RFC 4180 with a header, read line by line: rows may end in any line break, also a mixture; quoted cells keep theirs.
 * An own parser, as papaparse runs rows together where line ends are mixed, and counts no lines.
 */
export function* parseCsv(lines: Iterable<TextLine>, name: string): Generator<ParsedLine> {
  let separator: string | undefined
  let header: string[] | undefined
  let row: Row | undefined

  for (const line of lines) {
    if ('problem' in line) {
      if (row) break
      yield line
      continue
    }
    if (!row && line.text.trim() === '') continue
    if (!separator) {
      const declared = /^sep=(.)$/i.exec(line.text)?.[1]
      separator = declared ?? guessSeparator(line.text)
      if (declared) continue
    }
    row ??= { line: line.line, text: line.text.slice(0, 1000), cells: [], open: '', quotedFrom: undefined, flaw: '' }
    readCells(row, line.text, line.line, separator)
    if (row.quotedFrom !== undefined) {
      row.open += line.end
      if (row.open.length > quotedLimit) break
      continue
    }
    if (header) yield toParsed(row, header)
    else header = readHeader(row, name)
    row = undefined
  }
  if (row?.quotedFrom === undefined) return
  const fate = row.open.length > quotedLimit ? 'is not closed within 16 MB' : 'never closes'
  const problem = `Quote opened on line ${row.quotedFrom} ${fate}. Nothing after it was read.`
  yield { line: row.quotedFrom, problem, text: row.text }
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

/** Adds a line's cells to the row, going on inside a quote where one is open. */
function readCells(row: Row, text: string, line: number, separator: string): void {
  for (let at = 0; ; ) {
    if (row.quotedFrom === undefined && text[at] !== '"') {
      const end = text.indexOf(separator, at)
      addCell(row, end === -1 ? text.slice(at) : text.slice(at, end))
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
    if (rest.trim() !== '') row.flaw ||= `has text after a closing quote: “${rest.slice(0, 20)}”.`
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
  if (flaw) throw new AppError('bad-file', `${name}: its first line ${flaw} Nothing was imported.`)
  const copies = new Map<string, number>()
  return cells.map((cell, at) => {
    const wanted = cell.trim() || `column ${at + 1}`
    const copy = (copies.get(wanted) ?? 0) + 1
    copies.set(wanted, copy)
    return copy === 1 ? wanted : `${wanted} (${copy})`
  })
}

function toParsed({ line, text, cells, flaw }: Row, header: string[]): ParsedLine {
  // A separator at the end of every line makes empty columns; those say nothing.
  const extra = cells.slice(header.length).some((cell) => cell.trim() !== '')
  const problem = flaw || (extra ? `has ${cells.length} columns; header has ${header.length}.` : '')
  if (problem) return { line, problem: `Line ${line} ${problem}`, text }
  const fields: Fields = Object.create(null)
  cells.slice(0, header.length).forEach((cell, at) => {
    fields[header[at] as string] = cell
  })
  return { line, fields, isTable: true }
}
