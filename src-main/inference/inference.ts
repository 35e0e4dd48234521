import { constants, getPriority, setPriority } from 'node:os'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '#contract/errors'
import { createInferenceService } from './inference-service.ts'
import { openParentPort } from './parent-port.ts'
import { createTextBatcher } from './text-batcher.ts'
import { watchConnections } from './watch-connections.ts'
import type { CallName, FromChild, ToChild } from './wire.ts'

const beatMs = 1_000
const { post, onMessage } = openParentPort<ToChild, FromChild>()

// What holds a model needs no network; an attempt is told before it is refused.
watchConnections((connection) => {
  post({ type: 'connection', connection })
  throw new Error(`The process of the model may not connect to ${connection.target}`)
})

try {
  // Before the engine's threads exist: they take the priority of the thread that makes them.
  if (getPriority() < constants.priority.PRIORITY_BELOW_NORMAL) setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
} catch {
  // Some systems forbid it; the rows come all the same.
}

// Beside this file both in the sources and in the build, with the same ending.
const self = fileURLToPath(import.meta.url)
const service = createInferenceService(join(dirname(self), `render-worker${extname(self)}`), tellStep)
const running = new Map<number, { cancel: AbortController; enough: AbortController }>()
const batcher = createTextBatcher((pieces) => post({ type: 'text', pieces }))

let toldAt = 0
function tellStep(): void {
  const now = performance.now()
  if (now - toldAt < beatMs) return
  toldAt = now
  post({ type: 'beat' })
}

async function answer(id: number, name: CallName, input: unknown): Promise<void> {
  const call = { cancel: new AbortController(), enough: new AbortController() }
  running.set(id, call)
  const { signal } = call.cancel
  // The wire's types say which input belongs to which name; only the name is left here.
  const handle = service[name] as (input: unknown, context: object) => Promise<unknown>
  try {
    const output = await handle(input, {
      ...{ signal, enough: call.enough.signal },
      onText: (text: string) => batcher.add(id, text),
    })
    batcher.flushOf(id)
    post({ type: 'done', id, output })
  } catch (error) {
    if (!signal.aborted) post({ type: 'failed', id, ...described(error) })
  } finally {
    running.delete(id)
  }
}

function described(error: unknown): Pick<Extract<FromChild, { type: 'failed' }>, 'code' | 'message'> {
  if (error instanceof AppError) return { code: error.code, message: error.message }
  return { message: error instanceof Error ? error.message : String(error) }
}

function receive(message: ToChild): void {
  if (message.type === 'call') void answer(message.id, message.name, message.input)
  else if (message.type === 'cancel') running.get(message.id)?.cancel.abort()
  else if (message.type === 'enough') running.get(message.id)?.enough.abort()
  else if (message.type === 'pace') service.setPace(message.pace)
  else process.exit(0)
}

onMessage(receive)
post({ type: 'ready' })
