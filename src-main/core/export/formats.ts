import { AppError } from '#contract/errors'
import type { ExportRequest } from '#contract/exports'
import { createParquetFile } from './parquet-file.ts'
import { createShape, type ExportRow, type Shape } from './shapes.ts'
import type { Put } from './write-atomically.ts'

/** A file of rows that is being written. */
export type RowFile = {
  add: (row: ExportRow) => void
  /** Writes what is still to come behind the last row. */
  end: () => void
  /** Cells that got a quote mark in front so far. */
  guardedCells: () => number
}

type Asked = Pick<ExportRequest, 'shape' | 'mapping' | 'format' | 'formulaGuard'>

/** Writes rows of a shape in a format by `put`. Throws `bad-input` for a shape that a table cannot hold. */
export function createRowFile(request: Asked, put: Put): RowFile {
  const shape = createShape(request)
  if (request.format === 'parquet') return createParquetFile(shape, put)
  if (request.format === 'csv') return createCsvFile(shape, request.formulaGuard, put)
  return { add: (row) => put(`${JSON.stringify(shape.record(row))}\n`), end() {}, guardedCells: () => 0 }
}

function createCsvFile({ columns, record }: Shape, formulaGuard: boolean, put: Put): RowFile {
  if (columns.some(({ kind }) => kind === 'turns')) {
    throw new AppError(
      'bad-input',
      'Rows of this kind hold lists, which a table cannot. Nothing was written. Choose JSONL or Parquet, or another kind of row.',
    )
  }
  let guarded = 0
  const cell = (value: unknown): string => {
    const text = value === null ? '' : String(value)
    const guard = formulaGuard && typeof value === 'string' && isFormula(text)
    if (guard) guarded += 1
    return quote(guard ? `'${text}` : text)
  }
  put(`${columns.map(({ name }) => quote(name)).join(',')}\r\n`)
  return {
    add(row) {
      const values = record(row)
      put(`${columns.map(({ name }) => cell(values[name] ?? null)).join(',')}\r\n`)
    },
    end() {},
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
