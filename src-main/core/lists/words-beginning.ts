import type { Database, Statement } from 'better-sqlite3'

/** The indexes of words, as the migrations made them. */
export type WordIndex = 'item_text' | 'item_persona' | 'persona_text'

/** More of them are found faster as a beginning. */
const mostWords = 32
/** Of some texts only. */
const mostNear = 400
/** The indexes have lists of their own for shorter beginnings. */
const shortest = 3
/** An index keeps other letters without their accents, in a way that is its own. */
const plain = /^[a-z\d]+$/

/**
 * All words of an index that begin so; undefined where it is not known or they are many. FTS5 puts together whatever has
 * a beginning before it gives the first of it: with words in its place it gives them as it finds them.
 */
export function wordsBeginning(db: Database, index: WordIndex, beginning: string): string[] | undefined {
  const from = asIndexed(beginning)
  if (from === undefined) return undefined
  db.exec(`CREATE VIRTUAL TABLE IF NOT EXISTS temp.${index}_word USING fts5vocab (main, ${index}, 'instance')`)
  return walk(nextWord(db, `${index}_word`), from, mostWords)
}

/**
 * All words of the rows from one id to another that begin so, as the index of their texts has them: those are read anew, which
 * a thousand are in some milliseconds. Undefined as above.
 */
export function wordsNear(db: Database, beginning: string, firstId: number, lastId: number): string[] | undefined {
  const from = asIndexed(beginning)
  if (from === undefined) return undefined
  db.exec(`
    CREATE VIRTUAL TABLE IF NOT EXISTS temp.item_near USING fts5 (text, persona, content = '', detail = none, columnsize = 0, tokenize = 'unicode61 remove_diacritics 2');
    CREATE VIRTUAL TABLE IF NOT EXISTS temp.item_near_word USING fts5vocab (temp, item_near, 'instance');
    INSERT INTO temp.item_near (item_near) VALUES ('delete-all');
  `)
  db.prepare(
    'INSERT INTO temp.item_near (rowid, text, persona) SELECT id, text, persona FROM item_shown WHERE id BETWEEN ? AND ?',
  ).run(firstId, lastId)
  return walk(nextWord(db, 'item_near_word'), from, mostNear)
}

/** A beginning as the index spells it; undefined where that is not known or nothing is gained. */
function asIndexed(beginning: string): string | undefined {
  const from = beginning.toLowerCase()
  return from.length >= shortest && plain.test(from) ? from : undefined
}

const nextWord = (db: Database, words: string): Statement<[string], string> =>
  db.prepare<[string], string>(`SELECT term FROM temp.${words} WHERE term >= ? LIMIT 1`).pluck()

/** From word to word: nothing stands between one and itself with the lowest letter behind it. */
function walk(next: Statement<[string], string>, from: string, most: number): string[] | undefined {
  const words: string[] = []
  for (let word = next.get(from); word?.startsWith(from); word = next.get(`${word}\u{1}`)) {
    if (words.length === most || !plain.test(word)) return undefined
    words.push(word)
  }
  return words
}
