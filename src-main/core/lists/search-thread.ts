import { Worker } from 'node:worker_threads'
import type { SearchTask } from './gather.ts'

/** `first` comes before the `keys` that it begins, or never. */
export type SearchAnswer = { first: Float64Array } | { keys: Float64Array } | { problem: string }

/** `first` is the beginning where that can be had sooner, else the same as `keys`. */
export type Search = { first: Promise<Float64Array>; keys: Promise<Float64Array> }

type Asked = {
  task: SearchTask
  begin: (first: Float64Array) => void
  resolve: (keys: Float64Array) => void
  reject: (error: Error) => void
}

export type SearchThreadOptions = {
  databaseFile: string
  /** Entry file of the worker. */
  workerEntry: string
  log: (error: unknown) => void
}

/** A thread that does one task after the other. It begins with the first of them, and one that ends is followed by another. */
export function createSearchThread({ databaseFile, workerEntry, log }: SearchThreadOptions) {
  let line: Asked[] = []
  let running: Asked | undefined
  let worker: Worker | undefined

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

  function goOn(): void {
    if (running) return
    running = line.shift()
    if (!running) return
    worker ??= start()
    worker.postMessage(running.task)
  }

  return {
    ask(task: SearchTask): Search {
      const first = Promise.withResolvers<Float64Array>()
      const all = Promise.withResolvers<Float64Array>()
      line.push({ task, begin: first.resolve, resolve: all.resolve, reject: all.reject })
      goOn()
      all.promise.then(first.resolve, first.reject)
      first.promise.catch(() => undefined) // Nobody may have asked for the beginning; whoever did hears of it.
      return { first: first.promise, keys: all.promise }
    },

    /** Begins before it is asked: that takes a while. */
    wake(): void {
      worker ??= start()
    },

    async close(): Promise<void> {
      await worker?.terminate()
    },
  }
}
