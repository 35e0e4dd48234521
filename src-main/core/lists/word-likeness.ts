import { parseObject, stringsIn } from '../json-values.ts'
import { wordsOf } from '../text.ts'

/** The values of an answer in JSON, whose keys are alike in every row; any other text as it is. */
export function valuesOf(text: string): string {
  const json = parseObject(text)
  return json ? stringsIn(json).join('\n') : text
}

/** The words of a row, each once. */
export function wordSetOf(text: string): Set<string> {
  return new Set(wordsOf(valuesOf(text)))
}

/** How like one text others are: tells it of each. */
export function likenessTo(text: string): (other: string) => number {
  const words = wordSetOf(text)
  return (other) => likenessOf(words, wordSetOf(other))
}

/** Shared words over all words of two texts (Jaccard), 0 to 1; 0 where neither has any. */
export function likenessOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let shared = 0
  for (const word of one) if (other.has(word)) shared++
  return shared === 0 ? 0 : shared / (one.size + other.size - shared)
}
