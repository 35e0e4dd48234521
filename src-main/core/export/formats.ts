import { AppError } from '#contract/errors'
import type { ExportRequest } from '#contract/exports'
import { createShape, type ExportRow } from './shapes.ts'

export type RowFormat = {
  /** What stands before the first row. */
  header: string
  line: (row: ExportRow) => string
  /** Cells that got a quote mark in front so far. */
  guardedCells: () => number
}

/**
 * How rows of a shape are written in a format, one line each (a CSV cell may hold line breaks). Throws `bad-input` for a
 * shape that a table cannot hold.
 */
export function createRowFormat(
  request: Pick<ExportRequest, 'shape' | 'mapping' | 'format' | 'formulaGuard'>,
): RowFormat {
  const { columns, record } = createShape(request)
  if (request.format === 'jsonl') {
    return { header: '', line: (row) => `${JSON.stringify(record(row))}\n`, guardedCells: () => 0 }
  }
  if (columns === null) {
    throw new AppError(
      'bad-input',
      'Rows of this kind hold lists, which a table cannot. Nothing was written. Choose JSONL, or another kind of row.',
    )
  }
  let guarded = 0
  const cell = (value: unknown): string => {
    const text = value === null ? '' : String(value)
    const guard = request.formulaGuard && typeof value === 'string' && isFormula(text)
    if (guard) guarded += 1
    return quote(guard ? `'${text}` : text)
  }
  return {
    header: `${columns.map(quote).join(',')}\r\n`,
    line(row) {
      const values = record(row)
      return `${columns.map((key) => cell(values[key] ?? null)).join(',')}\r\n`
    },
    guardedCells: () => guarded,
  }
}

/** What a spreadsheet would run (OWASP ASVS 1.2.10, and a carriage return). */
function isFormula(value: string): boolean {
  return /^[=+\-@\t\r\0]/.test(value)
}

/** RFC 4180; white space at the ends is quoted too, as some readers would drop it. */
function quote(value: string): string {
  return /[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
