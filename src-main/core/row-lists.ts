import type { Database } from 'better-sqlite3'
import type { RowFilter, RowSort } from '#contract/runs'
import type { OrderedList } from './outline.ts'
import { type RowList, rowList, wordIndexes } from './row-list.ts'

/** A row's id stands in the lower bits of its number by length. */
const idSpan = 2 ** 33
/** In characters; longer ones count as this long. */
const longest = 2 ** 20 - 1

type Reading<T> = {
  all: (after: number, to: number | undefined, more?: object) => T[]
  iterate: (after: number, to: number | undefined) => IterableIterator<T>
}

/** A run's rows, counted and paged from indexes alone. */
export type OpenRowList = OrderedList & {
  idOf: (key: number) => number
  keyOf: (id: number) => number
  /** Reads columns of the indexes of migration 7. */
  reading: <T>(columns: string, rest?: string) => Reading<T>
}

export function createRowLists(db: Database) {
  const select = (sql: string) => db.prepare<[number], number | null>(sql).pluck()
  const selectFirst = select('SELECT min(id) FROM item INDEXED BY item_facets WHERE run_id = ?')
  const selectLast = select('SELECT max(id) FROM item INDEXED BY item_facets WHERE run_id = ?')
  const selectLastPosition = select('SELECT max(position) FROM item WHERE run_id = ?')
  const selectUncollected = db.prepare<[], number>('SELECT next FROM word_backlog').pluck()

  /** First and last id of a run's rows; nothing lies between them without any. */
  function spanOf(runId: number): { first: number; last: number } {
    return { first: selectFirst.get(runId) ?? 1, last: selectLast.get(runId) ?? 0 }
  }

  /** Ids stand close together, so they are stepped through by counting. */
  function placesById({ isDescending, values }: RowList) {
    const { first, last } = spanOf(values['runId'] as number)
    const sign = isDescending ? -1 : 1
    const end = isDescending ? first : last
    return {
      start: isDescending ? last + 1 : first - 1,
      ahead(after: number, places: number): number | undefined {
        const to = after + sign * places
        return (end - to) * sign > 0 ? to : undefined
      },
      idOf: (key: number) => key,
      keyOf: (id: number) => id,
    }
  }

  function placesByLength({ isDescending, key, order, values }: RowList, { minLength, maxLength }: RowFilter) {
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
      idOf: (key: number) => key % idSpan,
      keyOf: (id: number) => selectKey.get(id) ?? -1,
    }
  }

  return {
    /** Whether words are looked for that were not collected from all rows yet. */
    isPartial(filter: RowFilter): boolean {
      const uncollected = wordIndexes(filter).length > 0 ? selectUncollected.get() : undefined
      return uncollected !== undefined && uncollected <= spanOf(filter.runId).last
    },

    /** `only` is a further condition, in SQL. */
    open(filter: RowFilter, { sort, only }: { sort?: RowSort; only?: string } = {}): OpenRowList {
      const { first, last } = spanOf(filter.runId)
      const isSolid = last - first === (selectLastPosition.get(filter.runId) ?? -1)
      const list = rowList(filter, { sort, only, isSolid })

      function prepare<T>(columns: string, rest: string, ofItem: boolean) {
        const ends = once(() => db.prepare<object, T>(list.select(columns, { rest, ofItem, toEnd: true })))
        const stops = once(() => db.prepare<object, T>(list.select(columns, { rest, ofItem })))
        return (to: number | undefined) => (to === undefined ? ends() : stops())
      }
      const counts = prepare<number>('count(*)', '', false)
      const keys = prepare<number>(list.key, `${list.order} LIMIT @limit OFFSET @skip`, false)

      return {
        ...(list.isByLength ? placesByLength(list, filter) : placesById(list)),
        count: (after, to) =>
          counts(to)
            .pluck()
            .get({ ...list.values, after, to }) as number,
        keys: (after, to, limit, skip) =>
          keys(to)
            .pluck()
            .all({ ...list.values, after, to, limit, skip }),
        reading<T>(columns: string, rest = '') {
          const rows = prepare<T>(columns, rest, true)
          return {
            all: (after, to, more = {}) => rows(to).all({ ...list.values, ...more, after, to }),
            iterate: (after, to) => rows(to).iterate({ ...list.values, after, to }),
          }
        },
      }
    },
  }
}

export type RowLists = ReturnType<typeof createRowLists>

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
