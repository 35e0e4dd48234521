import { parentPort, workerData } from 'node:worker_threads'
import { openDatabase } from '../db/open-database.ts'
import { createGatherer } from './gather.ts'
import type { SearchAnswer, SearchOrder } from './word-search.ts'

/** Entry of the thread that looks for words: one question after the other, with a connection of its own. */
const { databaseFile } = workerData as { databaseFile: string }
const port = parentPort
if (!port) throw new Error('The search runs in a worker thread only')
const gather = createGatherer(openDatabase(databaseFile, { readonly: true }))

port.on('message', ({ number, task }: SearchOrder) => {
  try {
    const keys = gather(task)
    port.postMessage({ number, keys } satisfies SearchAnswer, [keys.buffer as ArrayBuffer])
  } catch (error) {
    port.postMessage({ number, problem: String(error) } satisfies SearchAnswer)
  }
})
