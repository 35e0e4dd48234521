import { basename } from 'node:path'

/** A file's name as it may stand in a sentence: one line, no control or direction marks, not endless. */
export function printableName(path: string): string {
  const name = basename(path).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{FFFD}')
  return name.length > 120 ? `${name.slice(0, 80)}…${name.slice(-30)}` : name
}
