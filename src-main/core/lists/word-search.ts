import { Worker } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import { createGatherer, type SearchTask } from './gather.ts'

export type SearchAnswer = { keys: Float64Array } | { problem: string }

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
type Asked = {
  task: SearchTask
  key: string
  canWait: boolean
  resolve: (keys: Float64Array) => void
  reject: (error: Error) => void
}
type Urgency = {
  /** What was found a moment ago is good enough. */
  mayLag?: boolean
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

  function ask(key: string, task: SearchTask, canWait: boolean): Promise<Float64Array> {
    if (task.of !== 'similar' && isSmall()) return Promise.resolve(gather(task))
    return new Promise((resolve, reject) => {
      line.push({ key, task, canWait, resolve, reject })
      goOn()
    })
  }

  return {
    /** What a task asks for: everything that has the words, in its order. */
    async find(task: SearchTask, { mayLag = false, canWait = false }: Urgency = {}): Promise<Float64Array> {
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
        return known.keys
      }
      const found: Found = { key, tag, keys: ask(key, task, canWait), tookMs: Number.POSITIVE_INFINITY, at: now }
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
