import { parentPort, workerData } from 'node:worker_threads'
import { Template } from '@huggingface/jinja'
import type { ChatMessage } from './hide-special-texts.ts'
import { watchConnections } from './watch-connections.ts'

export type RenderWorkerData = { template: string; bosToken: string; eosToken: string; limitBytes: number }
export type RenderRequest = { messages: ChatMessage[] }
export type RenderReply = { kind: 'ready' } | { kind: 'text'; text: string } | RenderRefusal
/** `too-long` is over the limit of bytes; `error` is what the template or its reader says. */
export type RenderRefusal = { kind: 'too-long' } | { kind: 'error'; message: string }

/** Far beyond what a chat has. Beyond millions the memory limit comes too late, and ends the whole process. */
const longestRange = 100_000

const { template, bosToken, eosToken, limitBytes } = workerData as RenderWorkerData
let parsed: Template | undefined

watchConnections(({ target }) => {
  throw new Error(`it wants to connect to ${target}`)
})

/** The library has no other way to replace a global. The empty text keeps a line break that the template begins with. */
const ownGlobals = "{% set range = range_with_end %}{% set strftime_now = strftime_of_fixed_day %}{{ '' }}"

/** Jinja's `range`, with an end. */
function rangeWithEnd(...[first = 0, second, step = 1]: number[]): number[] {
  const [start, stop] = second === undefined ? [0, first] : [first, second]
  const length = Math.max(0, Math.ceil((stop - start) / step))
  if (!(length <= longestRange)) throw new Error(`it makes a list of more than ${longestRange} entries`)
  return Array.from({ length }, (_, at) => start + at * step)
}

/** 1 January 2026. Some templates write today's date: the same prompt would differ tomorrow, and so would the rows. */
const fixedDay: Record<string, string> = {
  ...{ Y: '2026', y: '26', m: '01', B: 'January', b: 'Jan', d: '01', j: '001', A: 'Thursday', a: 'Thu' },
  ...{ H: '00', I: '12', M: '00', S: '00', p: 'AM', '%': '%' },
}

function strftimeOfFixedDay(format: string): string {
  return format.replace(/%([a-z%])/gi, (code, letter: string) => fixedDay[letter] ?? code)
}

function render(messages: ChatMessage[]): string {
  parsed ??= new Template(ownGlobals + template)
  return parsed.render({
    messages,
    add_generation_prompt: true,
    bos_token: bosToken,
    eos_token: eosToken,
    // Templates pass over what they do not know: the first is read by Qwen 3 and others, the second by Granite.
    enable_thinking: false,
    thinking: false,
    // It cannot be switched off in gpt-oss. Others take other words, and some refuse what they do not know.
    ...(template.includes('<|channel|>') ? { reasoning_effort: 'low' } : {}),
    range_with_end: rangeWithEnd,
    strftime_of_fixed_day: strftimeOfFixedDay,
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
