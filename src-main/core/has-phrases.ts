/** Whether a text has each phrase somewhere, in any case, with any white space and any kind of quotation marks in it. */
export function hasPhrases(text: string, phrases: readonly string[]): boolean {
  const plain = plainly(text)
  return phrases.every((phrase) => plain.includes(plainly(phrase)))
}

function plainly(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').replace(/[‘’]/g, "'").replace(/[“”„]/g, '"').trim()
}
