import { AppError } from '#contract/errors'
import type { Pace } from '#contract/settings'
import type { Engine, EngineRoom, Generated, GenerateRequest } from '../../src-main/core/engine.ts'
import { randomFrom, seedFrom } from '../../src-main/core/seed.ts'
import { checkForm } from '../../src-main/inference/form-grammar.ts'

const vocabulary =
  'river lantern copper meadow signal harbour ticket violin ledger orchard compass kettle glacier ribbon anchor market thimble quarry saddle beacon'.split(
    ' ',
  )

/** What a scripted answer is made of; the whole answer may be given instead. */
export type Script = (request: GenerateRequest, call: number) => Partial<Generated> | Error | 'hang'

/** Forty words that follow from the seed alone, as a model's would. */
export function wordsFromSeed(seed: number, count = 40): string {
  const random = randomFrom(seed)
  return Array.from(
    { length: count },
    () => `${vocabulary[Math.floor(random() * vocabulary.length)]}${Math.floor(random() * 1000)}`,
  ).join(' ')
}

/** An engine without a model: it answers by script, and with words of its seed where the script says nothing. */
export function scriptedEngine(script: Script = () => ({}), { delayMs = 0, contextLength = 8192 } = {}) {
  const calls: GenerateRequest[] = []
  const opened: EngineRoom[] = []
  const embedded: string[][] = []
  const paces: Pace[] = []
  let loads = 0
  const engine: Engine = {
    async load() {
      loads++
      return { contextLength, build: 'scripted 1', threads: 4 }
    },
    checkForm,
    measure: async (prompts) => prompts.map((prompt) => Math.ceil(textOf(prompt).length / 4)),
    show: async (prompt) => {
      const text = textOf(prompt) + prompt.start
      return { text, tokens: Array.from({ length: Math.ceil(text.length / 4) }, (_, at) => at) }
    },
    async open(room) {
      opened.push(room)
    },
    setPace: (pace) => void paces.push(pace),
    async generate(request) {
      calls.push(request)
      const said = script(request, calls.length)
      await new Promise<void>((resolve, reject) => {
        const timer = said === 'hang' ? undefined : setTimeout(resolve, delayMs)
        request.signal.addEventListener('abort', () => {
          clearTimeout(timer)
          reject(request.signal.reason)
        })
      })
      if (said instanceof Error) throw said
      if (said === 'hang') throw new Error('unreachable')
      const { start } = request.prompt
      const text = said.text ?? `${start} ${wordsFromSeed(request.seed)}`
      request.onText?.(text.slice(start.length))
      return {
        ...{ promptText: textOf(request.prompt), text, startLength: start.length, reasoning: '' },
        ...{ finishReason: 'stop' as const, promptTokens: 100, tokens: 50, durationMs: delayMs },
        ...said,
      }
    },
    async embed({ texts, signal }) {
      signal.throwIfAborted()
      embedded.push(texts.map(({ text }) => text))
      const refused = texts.find(({ text }) => text.includes('too long'))
      if (refused) throw new AppError('bad-input', `Text ${refused.number} has 600 tokens.`)
      return texts.map(({ text }) => vectorOf(text))
    },
    heldBytes: async () => 0,
    unload: async () => {},
    close: async () => {},
  }
  return { engine, calls, opened, embedded, paces, loads: () => loads }
}

/** Length 1, and another for another text. */
function vectorOf(text: string): Float32Array {
  const angle = seedFrom(text)
  return Float32Array.of(Math.cos(angle), Math.sin(angle), 0)
}

export const engineCrash = () => new AppError('engine-crashed', 'The model process ended.')

function textOf({ messages }: GenerateRequest['prompt']): string {
  return messages.map(({ role, parts }) => `${role}: ${parts.map(({ text }) => text).join('')}`).join('\n')
}
