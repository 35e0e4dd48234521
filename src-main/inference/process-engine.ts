import { AppError } from '#contract/errors'
import type { Pace } from '#contract/settings'
import type { Engine } from '../core/engine.ts'
import type { ChildHandle, SpawnChild } from './child-handle.ts'
import { describeExit, describeFlood, describeGarbage, describeStuck } from './describe-exit.ts'
import { checkForm, formGrammar } from './form-grammar.ts'
import { createMessageMeter } from './message-meter.ts'
import { isOutput, readMessage } from './read-message.ts'
import type { Connection } from './watch-connections.ts'
import { createWatchdog, type WatchdogLimits } from './watchdog.ts'
import type { CallName, Calls, FromChild, ToChild } from './wire.ts'

const startLimitMs = 30_000
const closeLimitMs = 5_000

export type ProcessEngine = Engine & {
  /** Id of the running process; undefined while there is none. */
  pid(): number | undefined
}

type Pending = {
  name: CallName
  onText: ((piece: string) => void) | undefined
  resolve: (output: unknown) => void
  reject: (error: unknown) => void
}

type Running = {
  handle: ChildHandle
  post: (message: ToChild) => void
  ready: Promise<void>
  gone: Promise<void>
  isReady: boolean
  closing: boolean
}

type Deps = {
  spawn: SpawnChild
  log: (error: unknown) => void
  watchdogLimits?: WatchdogLimits
  /** Keeps long beginnings of prompts for the next run; without it none are kept. */
  beginningsFolder?: string | undefined
  /** The process wanted to open a connection, and was refused. */
  onConnection?: (connection: Connection) => void
}

/**
 * An engine in another process. `load` starts the process where there is none; when it dies, what it was doing is
 * rejected with `engine-crashed`, and so is every other call until the next `load`.
 */
export function createProcessEngine({
  spawn,
  log,
  watchdogLimits,
  beginningsFolder,
  onConnection,
}: Deps): ProcessEngine {
  const pending = new Map<number, Pending>()
  /** Calls of the running process that were taken back: their answers may be on the way. */
  const cancelled = new Set<number>()
  let running: Running | undefined
  let lastId = 0
  let pace: Pace = 'full'
  /** Why the running process was ended from here. */
  let verdict: AppError | undefined
  const watchdog = createWatchdog((silentMs) => condemn(describeStuck(silentMs)), watchdogLimits)

  /** Ends a process that does not do its work; what it still sends is not heard. */
  function condemn(error: AppError): void {
    verdict ??= error
    running?.handle.kill()
  }

  function start(): Running {
    const handle = spawn()
    const ready = Promise.withResolvers<void>()
    const gone = Promise.withResolvers<void>()
    ready.promise.catch(() => {}) // Whoever waits for it gets the failure too.
    const started: Running = {
      handle,
      post: (message) => handle.post(message),
      ready: ready.promise,
      gone: gone.promise,
      isReady: false,
      closing: false,
    }
    const timer = setTimeout(() => handle.kill(), startLimitMs)
    const isBearable = createMessageMeter()
    handle.onMessage((message) => {
      if (verdict || running !== started) return
      if (!isBearable()) return condemn(describeFlood())
      const received = readMessage(message)
      if (!received) return condemn(describeGarbage())
      if (received.type !== 'ready') return receive(received)
      started.isReady = true
      clearTimeout(timer)
      if (pace !== 'full') started.post({ type: 'pace', pace })
      ready.resolve()
    })
    handle.onExit((exit) => {
      clearTimeout(timer)
      const error = verdict ?? describeExit(exit, started.isReady ? 'running' : 'starting')
      verdict = undefined
      if (!started.closing) log(error)
      if (running === started) running = undefined
      ready.reject(error)
      for (const { reject } of pending.values()) reject(error)
      pending.clear()
      cancelled.clear()
      watch()
      gone.resolve()
    })
    return started
  }

  function watch(): void {
    const isWriting = pending.values().some(({ name }) => name === 'generate')
    watchdog.watch(isWriting ? 'steps' : pending.size > 0 ? 'answer' : undefined)
  }

  function receive(message: Exclude<FromChild, { type: 'ready' }>): void {
    if (message.type === 'beat') return watchdog.beat()
    if (message.type === 'connection') return onConnection?.(message.connection)
    if (message.type === 'text') {
      // A cancelled call may still have text on the way.
      for (const { id, text } of message.pieces) pending.get(id)?.onText?.(text)
      return
    }
    const call = pending.get(message.id)
    // The second answer to a call, or one to a call that nobody made, may mean that another row's answer is wrong too.
    if (!call && !cancelled.delete(message.id)) return condemn(describeGarbage())
    if (call && message.type === 'done' && !isOutput(call.name, message.output)) return condemn(describeGarbage())
    pending.delete(message.id)
    watch()
    if (message.type === 'done') call?.resolve(message.output)
    else call?.reject(message.code ? new AppError(message.code, message.message) : new Error(message.message))
  }

  async function call<Name extends CallName>(
    name: Name,
    input: Calls[Name]['input'],
    {
      signal,
      enough,
      onText,
    }: { signal?: AbortSignal; enough?: AbortSignal | undefined; onText?: Pending['onText'] } = {},
  ): Promise<Calls[Name]['output']> {
    signal?.throwIfAborted()
    const target = running
    if (!target || target.closing) throw notLoaded()
    await target.ready
    signal?.throwIfAborted()
    if (running !== target) throw notLoaded()

    const id = ++lastId
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const cancel = () => {
      pending.delete(id)
      cancelled.add(id)
      watch()
      target.post({ type: 'cancel', id })
      reject(signal?.reason)
    }
    const endEarly = () => target.post({ type: 'enough', id })
    signal?.addEventListener('abort', cancel, { once: true })
    enough?.addEventListener('abort', endEarly, { once: true })
    pending.set(id, { name, onText, resolve, reject })
    watch()
    target.post({ type: 'call', id, name, input })
    try {
      return (await promise) as Calls[Name]['output']
    } finally {
      signal?.removeEventListener('abort', cancel)
      enough?.removeEventListener('abort', endEarly)
    }
  }

  async function ensureStarted(): Promise<void> {
    if (running?.closing) await running.gone
    running ??= start()
  }

  async function close(): Promise<void> {
    const ending = running
    if (!ending) return
    ending.closing = true
    ending.post({ type: 'exit' })
    const timer = setTimeout(() => ending.handle.kill(), closeLimitMs)
    await ending.gone
    clearTimeout(timer)
  }

  /** A process that ends meanwhile has given all back. */
  async function heldBytes(): Promise<number> {
    const asked = running
    if (!asked || asked.closing) return 0
    try {
      return await call('held', undefined)
    } catch (error) {
      if (running !== asked) return 0
      throw error
    }
  }

  return {
    async load(model) {
      await ensureStarted()
      return call('load', model)
    },
    checkForm,
    measure: (prompts) => call('measure', prompts),
    show: (prompt, form = 'text') => call('show', { prompt, answersAtOnce: form !== 'text' }),
    open: (room) => call('open', { ...room, beginningsFolder }),
    setPace(next) {
      pace = next
      // Before that a process could miss it; it is told when it is ready.
      if (running?.isReady) running.post({ type: 'pace', pace })
    },
    async generate({ prompt, form, sampling, seed, signal, enough, onText }) {
      // Here, because a schema by a stranger may be too deep even to be sent.
      const grammar = formGrammar(form, prompt.start, sampling.maxTokens)
      const stop = form.kind === 'text' ? (form.stop ?? []) : []
      const input = { prompt, sampling, seed, grammar, stop, isJson: form.kind === 'json' }
      return call('generate', input, { signal, enough, onText })
    },
    async embed({ signal, ...input }) {
      signal.throwIfAborted()
      await ensureStarted()
      return call('embed', input, { signal })
    },
    heldBytes,
    async unload() {
      if (running) await call('unload', undefined)
    },
    close,
    pid: () => running?.handle.pid,
  }
}

function notLoaded(): AppError {
  return new AppError(
    'engine-crashed',
    'The model is not loaded: its process ended or was not started yet. Load the model again.',
  )
}
