import { parentPort, workerData } from 'node:worker_threads'
import { closeNetwork } from '../close-network.ts'
import { openDatabase } from '../db/open-database.ts'
import { createGatherer, type SearchTask } from './gather.ts'
import type { SearchAnswer } from './search-thread.ts'

/** Entry of the thread that looks for words: one question after the other, with a connection of its own. */
const { databaseFile } = workerData as { databaseFile: string }
const port = parentPort
if (!port) throw new Error('The search runs in a worker thread only')
closeNetwork()
const gather = createGatherer(openDatabase(databaseFile, { readonly: true }))

port.on('message', (task: SearchTask) => {
  try {
    const keys = gather(task, (first) =>
      port.postMessage({ first } satisfies SearchAnswer, [first.buffer as ArrayBuffer]),
    )
    port.postMessage({ keys } satisfies SearchAnswer, [keys.buffer as ArrayBuffer])
  } catch (error) {
    port.postMessage({ problem: String(error) } satisfies SearchAnswer)
  }
})
