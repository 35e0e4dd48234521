import type { ExportRequest, ExportShape } from '#contract/exports'

/** A row as it is written. `start` is the written beginning of the answer, `text` what counts as the row's text. */
export type ExportRow = {
  persona: string
  prompt: string
  finishReason: string | null
  text: string
  start: string
  description: string
}

export type RowFormat = {
  /** What stands before the first row. */
  header: string
  line: (row: ExportRow) => string
  /** Cells that got a quote mark in front so far. */
  guardedCells: () => number
}

const keys = {
  seed: ['prompt', 'input persona', 'finish_reason', 'synthesized text'],
  release: ['input persona', 'synthesized text', 'description'],
} as const satisfies Record<ExportShape, readonly string[]>

/** How rows of a shape are written in a format, one line each (a CSV cell may hold line breaks). */
export function createRowFormat({
  shape,
  format,
  formulaGuard,
}: Pick<ExportRequest, 'shape' | 'format' | 'formulaGuard'>): RowFormat {
  let guarded = 0
  const cell = (value: string | null): string => {
    const guard = formulaGuard && value !== null && isFormula(value)
    if (guard) guarded += 1
    return quote(guard ? `'${value}` : (value ?? ''))
  }
  const values = (row: ExportRow): (string | null)[] =>
    shape === 'seed'
      ? [row.prompt, row.persona, row.finishReason, row.text]
      : [row.persona, withoutStart(row), row.description]

  return {
    header: format === 'csv' ? `${keys[shape].map(quote).join(',')}\r\n` : '',
    line(row) {
      const cells = values(row)
      if (format === 'csv') return `${cells.map(cell).join(',')}\r\n`
      return `${JSON.stringify(Object.fromEntries(keys[shape].map((key, at) => [key, cells[at]])))}\n`
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

function withoutStart({ text, start }: ExportRow): string {
  return start !== '' && text.startsWith(start) ? text.slice(start.length).trimStart() : text
}
