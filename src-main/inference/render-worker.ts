import { parentPort, workerData } from 'node:worker_threads'
import { Template } from '@huggingface/jinja'
import type { ChatMessage } from './hide-special-texts.ts'

export type RenderWorkerData = { template: string; bosToken: string; eosToken: string; limitBytes: number }
export type RenderRequest = { messages: ChatMessage[] }
export type RenderReply = { kind: 'ready' } | { kind: 'text'; text: string } | RenderRefusal
/** `too-long` is over the limit of bytes; `error` is what the template or its reader says. */
export type RenderRefusal = { kind: 'too-long' } | { kind: 'error'; message: string }

/** Far beyond what a chat has. Beyond millions the memory limit comes too late, and ends the whole process. */
const longestRange = 100_000

const { template, bosToken, eosToken, limitBytes } = workerData as RenderWorkerData
let parsed: Template | undefined

/** The library has no other way to replace a global. The empty text keeps a line break that the template begins with. */
const ownRange = "{% set range = range_with_end %}{{ '' }}"

/** Jinja's `range`, with an end. */
function rangeWithEnd(...[first = 0, second, step = 1]: number[]): number[] {
  const [start, stop] = second === undefined ? [0, first] : [first, second]
  const length = Math.max(0, Math.ceil((stop - start) / step))
  if (!(length <= longestRange)) throw new Error(`it makes a list of more than ${longestRange} entries`)
  return Array.from({ length }, (_, at) => start + at * step)
}

function render(messages: ChatMessage[]): string {
  parsed ??= new Template(ownRange + template)
  return parsed.render({
    messages,
    add_generation_prompt: true,
    bos_token: bosToken,
    eos_token: eosToken,
    // Known to Qwen 3 and others; templates that do not know it pass over it.
    enable_thinking: false,
    range_with_end: rangeWithEnd,
  })
}

/** Some templates refuse a system message, some drop it; such a model gets it at the head of the first request. */
function renderWithSystem(messages: ChatMessage[]): string {
  const [system, first, ...others] = messages
  if (system?.role !== 'system' || first?.role !== 'user') return render(messages)
  const joined = [{ role: first.role, content: `${system.content}\n\n${first.content}` }, ...others]
  let text: string
  try {
    text = render(messages)
  } catch (error) {
    try {
      return render(joined)
    } catch {
      throw error // The first failure is the one that says what is wrong with the template.
    }
  }
  return text.includes(system.content.trim()) ? text : render(joined)
}

function reply(messages: ChatMessage[]): RenderReply {
  try {
    const text = renderWithSystem(messages)
    return Buffer.byteLength(text) > limitBytes ? { kind: 'too-long' } : { kind: 'text', text }
  } catch (error) {
    return { kind: 'error', message: error instanceof Error ? error.message : String(error) }
  }
}

parentPort?.on('message', ({ messages }: RenderRequest) => parentPort?.postMessage(reply(messages)))
parentPort?.postMessage({ kind: 'ready' } satisfies RenderReply)
