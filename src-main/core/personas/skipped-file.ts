import type { ImportResult } from '#contract/personas'
import type { ParsedLine } from './parsed-line.ts'

/** An event tells them to every open page: one of many megabytes would be taken for a page that no longer reads. */
const mostCharacters = 1_000_000

/** Gathers the lines that are left out as they stand in the file. One that has no room any more is passed over. */
export function createSkippedFile() {
  const pieces: string[] = []
  let characters = 0
  let lines = 0
  return {
    add({ text, head }: ParsedLine): void {
      // Nothing is known of a line that is too long.
      if (text === '') return
      const piece = `${lines === 0 && head ? `${head}\n` : ''}${text.toWellFormed()}\n`
      if (characters + piece.length > mostCharacters) return
      pieces.push(piece)
      characters += piece.length
      lines += 1
    },
    made: (): ImportResult['skippedFile'] => ({ text: pieces.join(''), lines }),
  }
}
