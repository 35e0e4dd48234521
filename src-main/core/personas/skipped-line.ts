import type { SkippedLine } from '#contract/personas'
import type { ParsedLine } from './parsed-line.ts'

const shownCharacters = 200

/** What is told of a line that is left out, before an import as after it. */
export function skippedLine(parsed: ParsedLine, reason: string): SkippedLine {
  const text = 'fields' in parsed ? JSON.stringify(parsed.fields) : parsed.text
  return { line: parsed.line, reason, text: text.slice(0, shownCharacters).toWellFormed() }
}
