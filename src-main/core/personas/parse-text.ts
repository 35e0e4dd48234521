import type { ParsedLine } from './parsed-line.ts'
import type { TextLine } from './read-lines.ts'

/** One text a line, as the field `text`. Blank lines are passed over. */
export function* parseText(lines: Iterable<TextLine>): Generator<ParsedLine> {
  for (const line of lines) {
    if ('problem' in line) yield line
    else if (line.text.trim() !== '') yield { line: line.line, text: line.text, fields: { text: line.text.trim() } }
  }
}
