import { AppError } from '#contract/errors'
import type { Fields, ParsedLine } from './parsed-line.ts'
import type { TextLine } from './read-lines.ts'
import { type JsonFlaw, scanJson } from './scan-json.ts'

/** Numbers that may not survive as a double; the reviver then keeps their digits. */
const delicateNumber = /\d{16}|\d[eE]/

/** One JSON object a line; a bare string is taken as the field `text`. Blank lines are passed over. */
export function* parseJsonl(lines: Iterable<TextLine>, name: string): Generator<ParsedLine> {
  let first = true
  for (const line of lines) {
    if ('problem' in line) {
      yield line
      continue
    }
    if (line.text.trim() === '') continue
    if (first) refuseWholeJson(line.text, name)
    first = false
    yield parseLine(line)
  }
}

function parseLine({ line, text, end }: Extract<TextLine, { end: string }>): ParsedLine {
  const flaw = scanJson(text)
  if (flaw) return { line, problem: describe(flaw, line, text, end), text }
  const value: unknown = JSON.parse(text, delicateNumber.test(text) ? keepDigits : undefined)
  if (typeof value === 'string') return { line, fields: { text: value }, text }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return { line, fields: value as Fields, text }
  return { line, problem: `Line ${line} is not a JSON object.`, text }
}

function keepDigits(this: unknown, _key: string, value: unknown, context?: { source: string }): unknown {
  return typeof value === 'number' && context && String(value) !== context.source ? context.source : value
}

function describe(flaw: JsonFlaw, line: number, text: string, end: string): string {
  if (flaw.kind === 'deep') return `Line ${line} is nested too deeply (limit 256).`
  if (flaw.kind === 'repeated') return `Line ${line} repeats “${flaw.key.slice(0, 60)}”.`
  if (flaw.at < text.length) return `Line ${line}: not valid JSON near “${near(text, flaw.at)}”.`
  return end === ''
    ? `Line ${line} is incomplete: the file ends in the middle of it.`
    : `Line ${line}: not valid JSON, it ends too early.`
}

function near(text: string, at: number): string {
  const word = /^[-+\w.]{1,20}/.exec(text.slice(at, at + 20))?.[0]
  return word ?? text.slice(Math.max(0, at - 1), at + 9)
}

function refuseWholeJson(text: string, name: string): void {
  if (!/^\s*(?:\[|\{\s*$)/.test(text)) return
  throw new AppError(
    'bad-file',
    `${name} holds one JSON list or object. Nothing was imported. Save it with one object a line (JSON Lines) and import again.`,
  )
}
