import { Worker } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import { createGatherer, type SearchTask } from './gather.ts'
import { firstCount, pageOfKeys } from './outline.ts'

/** `first` comes before the `keys` that it begins, or never. */
export type SearchAnswer = { first: Float64Array } | { keys: Float64Array } | { problem: string }

type Deps = {
  db: Database
  databaseFile: string
  /** Entry file of the worker. */
  workerEntry: string
  log: (error: unknown) => void
  /** Up to so many entries of the library a search for words is over in some milliseconds, and needs no thread. */
  smallCount?: number
}

type Search = { first: Promise<Float64Array>; keys: Promise<Float64Array> }
type Found = Search & { key: string; tag: string; tookMs: number; at: number }
type Asked = {
  task: SearchTask
  key: string
  canWait: boolean
  begin: (first: Float64Array) => void
  resolve: (keys: Float64Array) => void
  reject: (error: Error) => void
}
type Page = { after: number | undefined; skip: number; limit: number }
type Urgency = {
  /** A number beside a list: the lists themselves are looked for first. */
  canWait?: boolean
}

/** Lists take eight megabytes each for a million; counts of personas stand between them. */
const mostKept = 6
/** While things are written, what took long to find stays good for so many times as long. */
const patience = 10
const longMs = 50

/** Looks for words beside all other work, and keeps what the last searches found for the pages of it. */
export function createWordSearch({ db, databaseFile, workerEntry, log, smallCount = 50_000 }: Deps) {
  const selectLast = db
    .prepare<[], number>(
      'SELECT max(coalesce((SELECT max(id) FROM item), 0), coalesce((SELECT max(id) FROM persona), 0))',
    )
    .pluck()
  const selectChanges = db.prepare<[], number>('SELECT total_changes()').pluck()
  const gather = createGatherer(db)
  let line: Asked[] = []
  let running: Asked | undefined
  let kept: Found[] = []
  let worker: Worker | undefined

  /** Another text after whatever was written, by this connection or by others. */
  const tagOf = () => `${selectChanges.get()} ${db.pragma('data_version', { simple: true })}`

  const isGood = ({ at, tookMs }: Found, now: number) => tookMs > longMs && now - at < tookMs * patience

  function start(): Worker {
    const started = new Worker(workerEntry, { workerData: { databaseFile } })
    started.on('message', (answer: SearchAnswer) => {
      const asked = running
      if ('first' in answer) return asked?.begin(answer.first)
      running = undefined
      if ('keys' in answer) asked?.resolve(answer.keys)
      else asked?.reject(new Error(answer.problem))
      goOn()
    })
    started.on('error', log)
    started.on('exit', () => {
      if (worker === started) worker = undefined
      for (const asked of [...(running ? [running] : []), ...line]) {
        asked.reject(new Error('The search ended without an answer'))
      }
      running = undefined
      line = []
    })
    return started
  }

  /** One after the other, and never a number before a list. */
  function goOn(): void {
    const next = running ? undefined : (line.find(({ canWait }) => !canWait) ?? line[0])
    if (!next) return
    line = line.filter((each) => each !== next)
    running = next
    worker ??= start()
    worker.postMessage(next.task)
  }

  const isSmall = () => (selectLast.get() ?? 0) <= smallCount

  function ask(key: string, task: SearchTask, canWait: boolean): Search {
    if (task.of !== 'similar' && isSmall()) {
      const keys = Promise.resolve(gather(task))
      return { first: keys, keys }
    }
    const first = Promise.withResolvers<Float64Array>()
    const all = Promise.withResolvers<Float64Array>()
    line.push({ ...{ key, task, canWait, reject: all.reject, resolve: all.resolve }, begin: first.resolve })
    goOn()
    all.promise.then(first.resolve, first.reject)
    first.promise.catch(() => undefined) // Nobody may have asked for the beginning; whoever did hears of it.
    return { first: first.promise, keys: all.promise }
  }

  /** What was found for a task, or is being looked for from now on. */
  function look(task: SearchTask, { mayLag = false, canWait = false }: Urgency & { mayLag?: boolean }): Found {
    const key = JSON.stringify(task)
    const tag = tagOf()
    const known = kept.find((each) => each.key === key)
    const now = performance.now()
    const others = kept.filter((each) => each.key !== key)
    if (known && (known.tag === tag || (mayLag && isGood(known, now)))) {
      // What pages are still asked of outlives what was only counted.
      kept = [known, ...others]
      const asked = canWait ? undefined : line.find((each) => each.key === key)
      if (asked) asked.canWait = false
      return known
    }
    const found: Found = { key, tag, ...ask(key, task, canWait), tookMs: Number.POSITIVE_INFINITY, at: now }
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
    async find(task: SearchTask, urgency: Urgency = {}): Promise<Float64Array> {
      return look(task, urgency).keys
    },

    /** A page of it: what was found a moment ago is good enough, and the first page need not wait for the rest. */
    async page(task: SearchTask, { after, skip, limit }: Page): Promise<number[]> {
      const { first, keys } = look(task, { mayLag: true })
      const isAtBeginning = after === undefined && skip + limit <= firstCount
      return pageOfKeys(await (isAtBeginning ? first : keys), after, skip, limit)
    },

    /** Somebody looks at a list and may search it next: the thread takes a while to begin. */
    wake(): void {
      if (!isSmall()) worker ??= start()
    },

    async close(): Promise<void> {
      await worker?.terminate()
    },
  }
}

export type WordSearch = ReturnType<typeof createWordSearch>
