/** Whether a text has each phrase somewhere, in any case, with any white space and any kind of quotation marks in it. */
export function hasPhrases(text: string, phrases: readonly string[]): boolean {
  const plain = plainly(text)
  return phrases.every((phrase) => plain.includes(plainly(phrase)))
}

/** Whether a text has a word of letters, apostrophes and hyphens that is no part of a longer one. */
export function hasWord(text: string, word: string): boolean {
  return new RegExp(String.raw`(?<![\p{L}\p{N}])${plainly(word)}(?![\p{L}\p{N}])`, 'u').test(plainly(text))
}

function plainly(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').replace(/[‘’]/g, "'").replace(/[“”„]/g, '"').trim()
}
