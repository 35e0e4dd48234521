import { isUtf8 } from 'node:buffer'
import type { TextFile } from './open-text-file.ts'

/** A line without its end, which is kept beside it. `line` counts from 1. */
export type TextLine =
  | { line: number; text: string; end: '\n' | '\r\n' | '\r' | '' }
  | { line: number; problem: string; text: '' }

const lineLimitBytes = 16 * 2 ** 20
const lineFeed = 10
const carriageReturn = 13

/** The lines of a file of any size, in bounded memory. A line over the limit is told as a problem and passed over. */
export function* readLines(file: Pick<TextFile, 'pieces'>, limitBytes = lineLimitBytes): Generator<TextLine> {
  let parts: Buffer[] = []
  let sizeBytes = 0
  let line = 0
  let breakByte: number | undefined

  function take(bytes: Buffer): void {
    sizeBytes += bytes.length
    if (sizeBytes > limitBytes) parts = []
    else parts.push(bytes)
  }

  function finish(ended: boolean): TextLine {
    line += 1
    const tooLong = sizeBytes > limitBytes
    const bytes = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)
    parts = []
    sizeBytes = 0
    if (tooLong) return { line, problem: `Line ${line} is longer than ${limitBytes / 2 ** 20} MB.`, text: '' }
    if (!ended && !isUtf8(bytes)) {
      return { line, problem: `Line ${line} is incomplete: the file ends inside a character.`, text: '' }
    }
    const end = !ended ? '' : breakByte === carriageReturn ? '\r' : bytes.at(-1) === carriageReturn ? '\r\n' : '\n'
    const text = bytes.toString('utf8', 0, end === '\r\n' ? bytes.length - 1 : bytes.length)
    return { line, text: line === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text, end }
  }

  for (const piece of file.pieces()) {
    // Old spreadsheets end lines with a carriage return alone.
    breakByte ??= piece.includes(carriageReturn) && !piece.includes(lineFeed) ? carriageReturn : lineFeed
    let from = 0
    for (let at = piece.indexOf(breakByte); at !== -1; at = piece.indexOf(breakByte, from)) {
      take(piece.subarray(from, at))
      yield finish(true)
      from = at + 1
    }
    if (from < piece.length) take(piece.subarray(from))
  }
  if (sizeBytes > 0) yield finish(false)
}
