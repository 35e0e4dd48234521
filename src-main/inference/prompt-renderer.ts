import { Worker } from 'node:worker_threads'
import { AppError } from '#contract/errors'
import type { ChatMessage } from './hide-special-texts.ts'
import type { RenderReply, RenderRequest, RenderWorkerData } from './render-worker.ts'

const limitMs = 2_000
const startLimitMs = 20_000
const limitBytes = 2 ** 20
const memory = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 }
/** Longest remark of a template that is shown. */
const longestRemark = 200

export type PromptRenderer = {
  /** Throws `model-unusable` when the template fails, takes too long or makes too much. */
  render(messages: ChatMessage[]): Promise<string>
  close(): Promise<void>
}

type ChatTemplate = {
  /** File of the worker thread. */
  entry: string
  modelName: string
  /** What to do when it fails. */
  advice: string
  template: string
  bosToken: string
  eosToken: string
}

/**
 * Renders chats with the template that came with a model. It is a program by a stranger: it runs in a thread of its own
 * with limits on time, memory and length, and that thread is ended when it passes one.
 */
export function createPromptRenderer({ entry, modelName, advice, ...template }: ChatTemplate): PromptRenderer {
  let worker: Promise<Worker> | undefined
  let queue: Promise<unknown> = Promise.resolve()
  const unusable = (what: string) =>
    new AppError('model-unusable', `The chat template of ${modelName} ${what}. Nothing was sent. ${advice}`)

  async function start(): Promise<Worker> {
    const data: RenderWorkerData = { ...template, limitBytes }
    const options = { workerData: data, resourceLimits: memory, env: {}, execArgv: [], stdout: true, stderr: true }
    const started = new Worker(entry, options)
    // Ending the process need not wait for it.
    started.unref()
    started.on('error', () => {}) // Whoever waits for an answer hears of it; without a listener it ends the process.
    await answerOf(started, startLimitMs, unusable)
    return started
  }

  async function renderNext(messages: ChatMessage[]): Promise<string> {
    worker ??= start()
    try {
      const ready = await worker
      const answer = answerOf(ready, limitMs, unusable)
      ready.postMessage({ messages } satisfies RenderRequest)
      const reply = await answer
      if (reply.kind === 'text') return reply.text
      if (reply.kind === 'too-long') throw unusable('made a prompt of more than 1 MB')
      throw unusable(
        `cannot render this chat (${reply.kind === 'error' ? reply.message.slice(0, longestRemark) : reply.kind})`,
      )
    } catch (error) {
      await close()
      throw error
    }
  }

  async function close(): Promise<void> {
    const ending = worker
    worker = undefined
    await ending?.then(
      (started) => started.terminate(),
      () => {}, // It never started, which the caller was told.
    )
  }

  return {
    render(messages) {
      const rendered = queue.then(() => renderNext(messages))
      queue = rendered.catch(() => {}) // The next one does not wait for this one's success.
      return rendered
    },
    close,
  }
}

/** The next message of the worker; ends it and rejects when none comes in time. */
function answerOf(worker: Worker, timeoutMs: number, unusable: (what: string) => AppError): Promise<RenderReply> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      settle()
      void worker.terminate()
      reject(unusable(`took over ${timeoutMs / 1000} s`))
    }, timeoutMs)
    const onMessage = (reply: RenderReply) => {
      settle()
      resolve(reply)
    }
    const onError = (error: unknown) => {
      settle()
      const outOfMemory = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
      reject(outOfMemory ? unusable('needs too much memory') : error)
    }
    const onExit = () => onError(new Error('The thread that renders prompts ended.'))
    const settle = () => {
      clearTimeout(timer)
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
    }
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
  })
}
