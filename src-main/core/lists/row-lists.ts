import type { Database } from 'better-sqlite3'
import type { RowFilter, RowSort } from '#contract/rows'
import { once } from './once.ts'
import type { OrderedList } from './outline.ts'
import { hasFacets, hasWords, type RowFacets, type RowList, rowList } from './row-list.ts'

/** A row's id stands in the lower bits of its number by length. */
const idSpan = 2 ** 33
/** In characters; longer ones count as this long. */
const longest = 2 ** 20 - 1

export const idOfKey = (key: number): number => key % idSpan

/** A run's rows, counted and paged from indexes alone. */
export type OpenRowList = OrderedList & {
  /** The number of a row. */
  keyOf: (id: number) => number
  /** Reads columns of the indexes of migration 17. */
  reading: <T>(columns: string, rest?: string) => (after: number, to: number | undefined) => T[]
  /** The same of some rows. */
  among: <T>(columns: string) => (ids: readonly number[]) => T[]
}

export function createRowLists(db: Database) {
  const select = (sql: string) => db.prepare<[number], number | null>(sql).pluck()
  const selectFirst = select('SELECT min(id) FROM item INDEXED BY item_facets WHERE run_id = ?')
  const selectLast = select('SELECT max(id) FROM item INDEXED BY item_facets WHERE run_id = ?')
  const selectLastPosition = select('SELECT max(position) FROM item WHERE run_id = ?')
  const selectUncollected = db.prepare<[], number>('SELECT next FROM word_backlog').pluck()

  /** First and last id of a run's rows, and how many there are; nothing lies between them without any. */
  function spanOf(runId: number): { first: number; last: number; count: number } {
    const count = (selectLastPosition.get(runId) ?? -1) + 1
    return { first: selectFirst.get(runId) ?? 1, last: selectLast.get(runId) ?? 0, count }
  }

  /** Ids stand close together, so they are stepped through by counting. */
  function placesById({ isDescending, values }: RowList, isNarrowed: boolean) {
    const { first, last, count } = spanOf(values['runId'] as number)
    const sign = isDescending ? -1 : 1
    const end = isDescending ? first : last
    const isSolid = !isNarrowed && last - first + 1 === count
    return {
      ...(isSolid && {
        count: (after: number, to = end) => (to - after) * sign,
        jump: (after: number, places: number) => after + sign * places,
      }),
      start: isDescending ? last + 1 : first - 1,
      ahead(after: number, places: number): number | undefined {
        const to = after + sign * places
        return (end - to) * sign > 0 ? to : undefined
      },
      keyOf: (id: number) => id,
    }
  }

  function placesByLength({ isDescending, key, order, values }: RowList, { minLength, maxLength }: RowFacets) {
    const selectAhead = db
      .prepare<object, number>(`
        SELECT ${key} FROM item INDEXED BY item_by_length
        WHERE run_id = @runId AND ${key} ${isDescending ? '<' : '>'} @after ${order} LIMIT 1 OFFSET @places - 1
      `)
      .pluck()
    const selectKey = db.prepare<[number], number>(`SELECT ${key} FROM item WHERE id = ?`).pluck()
    return {
      start: isDescending ? ((maxLength ?? longest) + 1) * idSpan : (minLength ?? 0) * idSpan - 1,
      ahead: (after: number, places: number) => selectAhead.get({ ...values, after, places }),
      keyOf: (id: number) => selectKey.get(id) ?? -1,
    }
  }

  return {
    spanOf,

    /** Whether words are looked for that were not collected from all rows yet. */
    isPartial(filter: RowFilter): boolean {
      const uncollected = hasWords(filter) ? selectUncollected.get() : undefined
      return uncollected !== undefined && uncollected <= spanOf(filter.runId).last
    },

    /** `only` is a further condition, in SQL. */
    open(filter: RowFacets, { sort, only }: { sort?: RowSort; only?: string } = {}): OpenRowList {
      const list = rowList(filter, { sort, only })
      const { key, order, values } = list

      function reading<T>(columns: string, rest = '', isPlucked = false) {
        const ends = once(() => db.prepare<object, T>(list.select(columns, { rest, toEnd: true })).pluck(isPlucked))
        const stops = once(() => db.prepare<object, T>(list.select(columns, { rest })).pluck(isPlucked))
        return (after: number, to: number | undefined, more: object = {}): T[] =>
          (to === undefined ? ends() : stops()).all({ ...values, ...more, after, to })
      }
      const counts = reading<number>('count(*)', '', true)
      const keys = reading<number>(key, `${order} LIMIT @limit OFFSET @skip`, true)

      return {
        count: (after, to) => counts(after, to)[0] ?? 0,
        ...(list.isByLength ? placesByLength(list, filter) : placesById(list, only !== undefined || hasFacets(filter))),
        keys: (after, to, limit, skip) => keys(after, to, { limit, skip }),
        reading: (columns, rest) => reading(columns, rest),
        among<T>(columns: string) {
          const some = db.prepare<object, T>(list.selectAmong(columns))
          return (ids) => some.all({ ...values, ids: JSON.stringify(ids) })
        },
      }
    },
  }
}

export type RowLists = ReturnType<typeof createRowLists>
