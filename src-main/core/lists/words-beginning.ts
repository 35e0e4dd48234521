import type { Database } from 'better-sqlite3'

/** The indexes of words, as the migrations made them. */
export type WordIndex = 'item_text' | 'item_persona' | 'persona_text'

/** More of them are found faster as a beginning. */
const mostWords = 32
/** The indexes have lists of their own for shorter beginnings. */
const shortest = 3
/** An index keeps other letters without their accents, in a way that is its own. */
const plain = /^[a-z\d]+$/

/**
 * All words of an index that begin so; undefined where it is not known or they are many. FTS5 puts together whatever has
 * a beginning before it gives the first of it: with words in its place it gives them as it finds them.
 */
export function wordsBeginning(db: Database, index: WordIndex, beginning: string): string[] | undefined {
  const from = beginning.toLowerCase()
  if (from.length < shortest || !plain.test(from)) return undefined
  db.exec(`CREATE VIRTUAL TABLE IF NOT EXISTS temp.${index}_word USING fts5vocab (main, ${index}, 'instance')`)
  const next = db.prepare<[string], string>(`SELECT term FROM temp.${index}_word WHERE term >= ? LIMIT 1`).pluck()
  const words: string[] = []
  for (let word = next.get(from); word?.startsWith(from); word = next.get(`${word}\u{1}`)) {
    if (words.length === mostWords || !plain.test(word)) return undefined
    words.push(word)
  }
  return words
}
