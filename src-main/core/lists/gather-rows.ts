import type { Database } from 'better-sqlite3'
import type { RowFilter, RowSort } from '#contract/rows'
import { markedIn } from './marked-in.ts'
import { indexedWords, matchQuery } from './match-query.ts'
import { firstCount } from './outline.ts'
import { hasFacets, lengthKey, withoutWords } from './row-list.ts'
import { createRowLists, idOfKey } from './row-lists.ts'
import { type WordIndex, wordsBeginning, wordsNear } from './words-beginning.ts'

/** Of a run's rows: where more have the words, going through all of them is faster than looking each of these up. */
const manyShare = 1 / 8
const lookedUpAtOnce = 10_000
/** No more rows than these are read anew for the words of a beginning that many words have; so many tell which are usual. */
const nearRows = 6_000
const someRows = 300

/**
 * The numbers of all rows that have some words and fit besides, in their order. Takes its time: for a thread. Where the
 * first of them can be had sooner, `onFirst` gets these meanwhile, `firstCount` of them or all.
 */
export function gatherRows(
  db: Database,
  filter: RowFilter,
  sort: RowSort,
  onFirst?: (keys: Float64Array) => void,
): Float64Array {
  const lists = createRowLists(db)
  const { first, last, count } = lists.spanOf(filter.runId)
  const isByLength = sort === 'longest' || sort === 'shortest'
  const isDescending = sort === 'newest' || sort === 'longest'
  // No other run's rows stand between those of the run.
  const isSolid = last - first + 1 === count
  const isPlain = isSolid && !isByLength && !hasFacets(filter)
  if (isPlain && onFirst) onFirst(findFirst(db, filter, first, last, isDescending))
  const ids = findWords(db, filter, first, last)
  if (isPlain) return isDescending ? ids.reverse() : ids
  if (ids.length < count * manyShare) {
    const lookUp = lists
      .open(withoutWords(filter))
      .among<{ key: number }>(`${isByLength ? lengthKey : 'item.id'} AS key`)
    const keys: number[] = []
    for (let at = 0; at < ids.length; at += lookedUpAtOnce) {
      for (const { key } of lookUp(Array.from(ids.subarray(at, at + lookedUpAtOnce)))) keys.push(key)
    }
    const ordered = new Float64Array(keys).sort()
    return isDescending ? ordered.reverse() : ordered
  }
  const hasWords = markedIn(ids, first, last)
  const list = lists.open(withoutWords(filter), { sort })
  const keys = list.keys(list.start, undefined, -1, 0)
  return new Float64Array(keys.filter((key) => hasWords[idOfKey(key) - first] === 1))
}

/** The first `firstCount` rows that have the words, or all of them, in their order. */
function findFirst(db: Database, filter: RowFilter, first: number, last: number, isDescending: boolean): Float64Array {
  const rest = `ORDER BY rowid ${isDescending ? 'DESC' : ''} LIMIT ${firstCount}`
  const beginning = indexedWords(filter.query ?? '').at(-1)
  if (beginning !== undefined && !filter.persona?.trim() && !wordsBeginning(db, 'item_text', beginning)) {
    /** The rows from where the list begins up to another one. */
    const upTo = (id: number): [number, number] =>
      isDescending ? [Math.max(first, id), last] : [first, Math.min(last, id)]
    const reach = (rows: number) => upTo(isDescending ? last - rows + 1 : first + rows - 1)
    // Whatever the words of some rows find ends no earlier than what all words that begin so would find.
    const some = wordsNear(db, beginning, ...reach(someRows))
    const end = some && findWords(db, filter, ...reach(nearRows), rest, some)[firstCount - 1]
    const near = end === undefined ? undefined : wordsNear(db, beginning, ...upTo(end))
    if (end !== undefined && near) return findWords(db, filter, ...upTo(end), rest, near)
  }
  return findWords(db, filter, first, last, rest)
}

/**
 * Ids of the rows between two that have the words, rising where `rest` says nothing else. `meant` are those that the last
 * word of the texts is the beginning of, where they are known.
 */
function findWords(
  db: Database,
  { query, persona }: RowFilter,
  first: number,
  last: number,
  rest = '',
  meant?: readonly string[],
): Float64Array {
  const [index, ...others] = [
    ...(query?.trim() ? ['item_text'] : []),
    ...(persona?.trim() ? ['item_persona'] : []),
  ] as const
  const find = (name: string) =>
    `SELECT rowid FROM ${name} WHERE ${name} MATCH @${name} AND rowid BETWEEN CAST(@first AS INTEGER) AND CAST(@last AS INTEGER)`
  const matchOf = (name: WordIndex, words = '') =>
    matchQuery(words, (beginning) => meant ?? wordsBeginning(db, name, beginning))
  // The plus keeps the second index from leading the first row by row.
  const also = others.map((name) => `AND +rowid IN (${find(name)})`).join(' ')
  const ids = db
    .prepare<object, number>(`${find(index as string)} ${also} ${rest}`)
    .pluck()
    .all({ first, last, item_text: matchOf('item_text', query), item_persona: matchOf('item_persona', persona) })
  return new Float64Array(ids)
}
