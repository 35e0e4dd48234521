import type { Database } from 'better-sqlite3'
import { createGatherer, type SearchTask } from './gather.ts'
import { firstCount, pageOfKeys } from './outline.ts'
import { createSearchThread, type Search, type SearchThreadOptions } from './search-thread.ts'

type Deps = SearchThreadOptions & {
  db: Database
  /** Up to so many entries of the library a search for words is over in some milliseconds, and needs no thread. */
  smallCount?: number
}

type Found = Search & { key: string; tag: string; tookMs: number; at: number }

type Page = { after: number | undefined; skip: number; limit: number }

/** Lists take eight megabytes each for a million; counts of personas stand between them. */
const mostKept = 6
/** While things are written, what took long to find stays good for so many times as long. */
const patience = 10
const longMs = 50

/** Looks for words beside all other work, and keeps what the last searches found for the pages of it. */
export function createWordSearch({ db, smallCount = 50_000, ...options }: Deps) {
  const selectLast = db
    .prepare<[], number>(
      'SELECT max(coalesce((SELECT max(id) FROM item), 0), coalesce((SELECT max(id) FROM persona), 0))',
    )
    .pluck()
  const selectChanges = db.prepare<[], number>('SELECT total_changes()').pluck()
  const gather = createGatherer(db)
  /** What a list waits for, and what is told beside lists: a number that takes long keeps no list waiting. */
  const [lists, asides] = [createSearchThread(options), createSearchThread(options)]
  let kept: Found[] = []

  /** Another text after whatever was written, by this connection or by others. */
  const tagOf = () => `${selectChanges.get()} ${db.pragma('data_version', { simple: true })}`

  const isGood = ({ at, tookMs }: Found, now: number) => tookMs > longMs && now - at < tookMs * patience

  const isSmall = () => (selectLast.get() ?? 0) <= smallCount

  function ask(task: SearchTask): Search {
    if (task.of !== 'similar' && isSmall()) {
      const keys = Promise.resolve(gather(task))
      return { first: keys, keys }
    }
    return (isList(task) ? lists : asides).ask(task)
  }

  /** What was found for a task, or is being looked for from now on. */
  function look(task: SearchTask, mayLag = false): Found {
    const key = JSON.stringify(task)
    const tag = tagOf()
    const known = kept.find((each) => each.key === key)
    const now = performance.now()
    const others = kept.filter((each) => each.key !== key)
    if (known && (known.tag === tag || (mayLag && isGood(known, now)))) {
      // What pages are still asked of outlives what was only counted.
      kept = [known, ...others]
      return known
    }
    const found: Found = { key, tag, ...ask(task), tookMs: Number.POSITIVE_INFINITY, at: now }
    kept = [found, ...others].slice(0, mostKept)
    found.keys.then(
      () => {
        found.at = performance.now()
        found.tookMs = found.at - now
      },
      () => {
        kept = kept.filter((each) => each !== found)
      },
    )
    return found
  }

  return {
    /** What a task asks for: everything that has the words, in its order. */
    async find(task: SearchTask): Promise<Float64Array> {
      return look(task).keys
    },

    /** A page of it: what was found a moment ago is good enough, and the first page need not wait for the rest. */
    async page(task: SearchTask, { after, skip, limit }: Page): Promise<number[]> {
      const { first, keys } = look(task, true)
      const isAtBeginning = after === undefined && skip + limit <= firstCount
      return pageOfKeys(await (isAtBeginning ? first : keys), after, skip, limit)
    },

    /** Somebody looks at a list and may search it next: the thread takes a while to begin. */
    wake(): void {
      if (!isSmall()) lists.wake()
    },

    async close(): Promise<void> {
      await Promise.all([lists.close(), asides.close()])
    },
  }
}

function isList({ of }: SearchTask): boolean {
  return of === 'rows' || of === 'personas'
}

export type WordSearch = ReturnType<typeof createWordSearch>
