/** Stands in for the process of a model: answers that follow from the seed, over the real wire, to be killed. */
import { Socket } from 'node:net'
import { answersFd } from '../../src-main/inference/child-handle.ts'
import { writeMessage } from '../../src-main/inference/message-stream.ts'
import type { FromChild, ToChild } from '../../src-main/inference/wire.ts'
import { scriptedEngine, wordsFromSeed } from './scripted-engine.ts'

const { engine } = scriptedEngine(
  ({ seed, prompt }) => {
    // Some rows fail a check, some say what another says, as a model's do; all of it follows from the seed.
    if (seed % 5 === 0) return { text: `${prompt.start} short` }
    return { text: `${prompt.start} ${wordsFromSeed(seed % 7 === 0 ? 1 : seed)}` }
  },
  { delayMs: 20 },
)
let pace = 'full'
const running = new Map<number, AbortController>()
const answers = new Socket({ fd: answersFd }).on('error', () => {}) // Its parent is gone.
const post = (message: FromChild) => writeMessage(answers, message)

async function answer({ id, name, input }: Extract<ToChild, { type: 'call' }>): Promise<void> {
  const controller = new AbortController()
  running.set(id, controller)
  const handle = engine[name === 'held' ? 'heldBytes' : (name as 'load')] as (input: unknown) => Promise<unknown>
  const asked = name === 'generate' ? { ...(input as object), signal: controller.signal } : input
  try {
    const output = await handle(asked)
    // Stored with every row, where a test can read what the process was told.
    post({
      type: 'done',
      id,
      output: name === 'load' ? { ...(output as object), build: `scripted, ${pace} pace` } : output,
    })
  } catch (error) {
    if (!controller.signal.aborted) post({ type: 'failed', id, message: String(error) })
  }
  running.delete(id)
}

process.on('message', (message: ToChild) => {
  if (message.type === 'call') void answer(message)
  else if (message.type === 'cancel') running.get(message.id)?.abort()
  else if (message.type === 'pace') pace = message.pace
  else process.exit(0)
})
process.on('disconnect', () => process.exit(0))
post({ type: 'ready' })
