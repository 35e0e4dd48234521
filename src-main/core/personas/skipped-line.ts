import type { SkippedLine } from '#contract/personas'
import type { Fields, ParsedLine } from './parsed-line.ts'

const shownCharacters = 200

/** What is told of a line that is left out, before an import as after it. */
export function skippedLine(parsed: ParsedLine, reason: string): SkippedLine {
  const text = 'fields' in parsed ? fieldsText(parsed) : parsed.text
  return { line: parsed.line, reason, text: text.slice(0, shownCharacters).toWellFormed() }
}

/** As it stands in the file; a row of a table with its heads. */
function fieldsText({ fields, head }: Extract<ParsedLine, { fields: Fields }>): string {
  if (head === undefined) return JSON.stringify(fields)
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}`)
    .join('; ')
}
