import type { Database } from 'better-sqlite3'
import { indexedWords, matchWord } from './match-query.ts'
import { createRowLists } from './row-lists.ts'
import { likenessTo, valuesOf } from './word-likeness.ts'

export type SimilarTask = {
  runId: number
  /** The row that others are held against; it is not among them. */
  rowId: number
  text: string
  /** Least likeness (`likenessOf`). */
  atLeast: number
}

/** Entries of the index that are looked through: half a second of reading. */
const mostEntries = 1_500_000
/** Rows whose texts are read and held against the text, those with most words of it first. */
const mostRead = 1_000

/**
 * Ids of a run's rows that are like a text, most alike first. Two texts of likeness t share t of the words of either, so
 * the rarest words are looked up, and only rows that have enough of them are read. Where all words of a text are
 * frequent among a million rows, rows that share only the most frequent ones may be missed; likewise in scripts
 * without spaces, whose runs of signs are single words to the index.
 */
export function gatherSimilar(db: Database, { runId, rowId, text, atLeast }: SimilarTask): Float64Array {
  const { first, last } = createRowLists(db).spanOf(runId)
  const words = rarestFirst(db, valuesOf(text))
  const counts = new Uint16Array(Math.max(0, last - first + 1))
  const find = db
    .prepare<object, number>(`
      SELECT rowid FROM item_text
      WHERE item_text MATCH @query AND rowid BETWEEN CAST(@first AS INTEGER) AND CAST(@last AS INTEGER)`)
    .pluck()
  let lookedUp = 0
  for (let entries = 0; lookedUp < words.length && entries < mostEntries; lookedUp++) {
    const ids = find.all({ query: matchWord(words[lookedUp] as string), first, last })
    for (const id of ids) counts[id - first] = (counts[id - first] ?? 0) + 1
    entries += ids.length
  }

  const least = Math.max(1, Math.ceil(atLeast * words.length) - (words.length - lookedUp))
  const likeness = likenessTo(text)
  const selectRun = db.prepare<[number], number>('SELECT run_id FROM item WHERE id = ?').pluck()
  const selectText = db.prepare<[number], string>('SELECT text FROM item_shown WHERE id = ?').pluck()
  return new Float64Array(
    fullest(counts, least)
      .map((place) => first + place)
      .filter((id) => id !== rowId && selectRun.get(id) === runId)
      .map((id) => ({ id, share: likeness(selectText.get(id) ?? '') }))
      .filter(({ share }) => share >= atLeast)
      .sort((one, other) => other.share - one.share || one.id - other.id)
      .map(({ id }) => id),
  )
}

/** The words of a text, each once, by how many rows of the library have them. */
function rarestFirst(db: Database, text: string): string[] {
  db.exec(`CREATE VIRTUAL TABLE IF NOT EXISTS temp.item_word USING fts5vocab (main, item_text, 'row')`)
  const selectCount = db.prepare<[string], number>('SELECT doc FROM temp.item_word WHERE term = ?').pluck()
  // As the index folds them: accents of Latin letters, but not the voicing marks of kana.
  const folded = text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/gu, '')
    .normalize('NFC')
  return Array.from(new Set(indexedWords(folded)), (each) => ({ each, count: selectCount.get(each) ?? 0 }))
    .sort((one, other) => one.count - other.count)
    .map(({ each }) => each)
}

/** Places with the highest counts, at most `mostRead`, none below `least`. */
function fullest(counts: Uint16Array, least: number): number[] {
  const places: number[] = []
  for (let at = 0; at < counts.length; at++) if ((counts[at] as number) >= least) places.push(at)
  if (places.length <= mostRead) return places
  return places.sort((one, other) => (counts[other] as number) - (counts[one] as number)).slice(0, mostRead)
}
