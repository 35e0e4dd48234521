/** English words that a token stands for, on the average of running text. */
export const wordsPerToken = 0.75

/** So many words, as people say it: two figures that count, and never none. */
export function aboutWords(tokens: number): number {
  return Math.max(1, Number((tokens * wordsPerToken).toPrecision(2)))
}
