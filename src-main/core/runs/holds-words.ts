/** Whether a name holds each of some words somewhere, in any case: SQLite's own search knows the letters of English only. */
export function holdsWords(name: string, words: string): boolean {
  const text = name.normalize('NFC').toLowerCase()
  return words
    .normalize('NFC')
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
