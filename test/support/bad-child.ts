/**
 * Stands in for a process of the model that does not do its work. What it does is said by the prompt, as “mode: NAME”;
 * without it, or for calls other than `generate`, it answers as it should.
 */
import { Socket } from 'node:net'
import type { GenerateRequest } from '../../src-main/core/engine.ts'
import { answersFd } from '../../src-main/inference/child-handle.ts'
import { writeMessage } from '../../src-main/inference/message-stream.ts'
import type { ToChild } from '../../src-main/inference/wire.ts'
import { scriptedEngine } from './scripted-engine.ts'

const { engine } = scriptedEngine()
const answers = new Socket({ fd: answersFd }).on('error', () => {}) // Its parent is gone.
const post = (message: unknown) => writeMessage(answers, message)
const asLarge = 100 * 2 ** 20

type Act = (id: number, answer: () => Promise<object>) => unknown
const acts: Record<string, Act> = {
  hang() {},
  spin() {
    for (;;);
  },
  'ignores SIGTERM'() {
    process.on('SIGTERM', () => {})
  },
  'half a message'() {
    // The length of a message, and the first bytes of what was announced.
    answers.write(Buffer.from([0, 1, 0, 0, 0xff, 0x0f]))
  },
  'bytes that are no message'() {
    answers.write(Buffer.from([0, 0, 0, 4, 1, 2, 3, 4]))
  },
  flood(id) {
    const more = () => {
      for (let sent = 0; sent < 1_000; sent++) post({ type: 'text', pieces: [{ id, text: 'x' }] })
      setImmediate(more)
    }
    more()
  },
  'one large message': (id) => post({ type: 'text', pieces: [{ id, text: 'x'.repeat(asLarge) }] }),
  'an unknown type': () => post({ type: 'gift', what: 'none' }),
  'a connection without a target': () => post({ type: 'connection', connection: { isOutside: true } }),
  'no message at all': () => post('hello'),
  'no fields': () => post({ type: 'done' }),
  'pieces without text': (id) => post({ type: 'text', pieces: [{ id }] }),
  'half an answer': (id) => post({ type: 'done', id, output: { text: 'Only this' } }),
  'a code that is not ours': (id) => post({ type: 'failed', id, code: 'gift', message: 'no' }),
  'an answer that nobody asked for': () => post({ type: 'done', id: 4_000_000, output: undefined }),
  async 'a connection'(id, answer) {
    post({ type: 'connection', connection: { target: '192.0.2.1:443', isOutside: true } })
    post({ type: 'done', id, output: await answer() })
  },
  async 'the same answer twice'(id, answer) {
    const output = await answer()
    post({ type: 'done', id, output })
    post({ type: 'done', id, output })
  },
  async 'text after the end'(id, answer) {
    post({ type: 'done', id, output: await answer() })
    post({ type: 'text', pieces: [{ id, text: 'more' }] })
  },
}

process.on('message', async (message: ToChild) => {
  if (message.type !== 'call') return message.type === 'exit' ? process.exit(0) : undefined
  const { id, name, input } = message
  const handle = engine[name === 'held' ? 'heldBytes' : (name as 'load')] as (input: unknown) => Promise<object>
  const asked = { ...(input as object), signal: new AbortController().signal }
  const answer = () => handle(name === 'measure' ? input : asked)
  const mode = name === 'generate' ? modeOf(input as GenerateRequest) : undefined
  const act = mode === undefined ? undefined : acts[mode]
  if (act) return act(id, answer)
  post({ type: 'done', id, output: await answer() })
})
process.on('disconnect', () => process.exit(0))
post({ type: 'ready' })

function modeOf({ prompt }: GenerateRequest): string | undefined {
  const text = prompt.messages.flatMap(({ parts }) => parts.map((part) => part.text)).join(' ')
  return /mode: ([\w ]+)/.exec(text)?.[1]?.trim()
}
