import { Worker } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import { createGatherer, type SearchTask } from './gather.ts'

export type SearchOrder = { number: number; task: SearchTask }
export type SearchAnswer = { number: number; keys: Float64Array } | { number: number; problem: string }

type Deps = {
  db: Database
  databaseFile: string
  /** Entry file of the worker. */
  workerEntry: string
  log: (error: unknown) => void
  /** Up to so many entries of the library a search for words is over in some milliseconds, and needs no thread. */
  smallCount?: number
}

type Found = { key: string; tag: string; keys: Promise<Float64Array>; tookMs: number; at: number }
type Waiting = { resolve: (keys: Float64Array) => void; reject: (error: Error) => void }

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
  const waiting = new Map<number, Waiting>()
  let kept: Found[] = []
  let worker: Worker | undefined
  let lastNumber = 0

  /** Another text after whatever was written, by this connection or by others. */
  const tagOf = () => `${selectChanges.get()} ${db.pragma('data_version', { simple: true })}`

  const isGood = ({ at, tookMs }: Found, now: number) => tookMs > longMs && now - at < tookMs * patience

  function start(): Worker {
    const started = new Worker(workerEntry, { workerData: { databaseFile } })
    started.on('message', (answer: SearchAnswer) => {
      const asked = waiting.get(answer.number)
      waiting.delete(answer.number)
      if ('keys' in answer) asked?.resolve(answer.keys)
      else asked?.reject(new Error(answer.problem))
    })
    started.on('error', log)
    started.on('exit', () => {
      if (worker === started) worker = undefined
      for (const { reject } of waiting.values()) reject(new Error('The search ended without an answer'))
      waiting.clear()
    })
    return started
  }

  function ask(task: SearchTask): Promise<Float64Array> {
    if (task.of !== 'similar' && (selectLast.get() ?? 0) <= smallCount) return Promise.resolve(gather(task))
    worker ??= start()
    const number = ++lastNumber
    return new Promise((resolve, reject) => {
      waiting.set(number, { resolve, reject })
      worker?.postMessage({ number, task } satisfies SearchOrder)
    })
  }

  return {
    /** What a task asks for: everything that has the words, in its order. `mayLag`: what was found a moment ago is good enough. */
    async find(task: SearchTask, { mayLag = false } = {}): Promise<Float64Array> {
      const key = JSON.stringify(task)
      const tag = tagOf()
      const known = kept.find((each) => each.key === key)
      const now = performance.now()
      const others = kept.filter((each) => each.key !== key)
      if (known && (known.tag === tag || (mayLag && isGood(known, now)))) {
        // What pages are still asked of outlives what was only counted.
        kept = [known, ...others]
        return known.keys
      }
      const found: Found = { key, tag, keys: ask(task), tookMs: Number.POSITIVE_INFINITY, at: now }
      kept = [found, ...others].slice(0, mostKept)
      try {
        return await found.keys
      } catch (error) {
        kept = kept.filter((each) => each !== found)
        throw error
      } finally {
        found.at = performance.now()
        found.tookMs = found.at - now
      }
    },

    async close(): Promise<void> {
      await worker?.terminate()
    },
  }
}

export type WordSearch = ReturnType<typeof createWordSearch>
