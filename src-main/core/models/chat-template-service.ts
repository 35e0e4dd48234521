import { AppError } from '#contract/errors'
import type { Handlers } from '#contract/index'
import type { Model } from '#contract/models'
import type { Clock } from '../clock.ts'
import type { Engine, ModelFile, PromptMessage } from '../engine.ts'
import type { ModelGate } from '../model-gate.ts'
import { sha256Of, storableText } from '../text.ts'
import { chatFormats } from './chat-formats.ts'
import type { ChatTemplateRepository } from './chat-template-repository.ts'

const limitBytes = 64 * 1024

const system = 'Answer in one short sentence.'
const turns: [PromptMessage['role'], string][] = [
  ['user', 'What does a baker do at four in the morning?'],
  ['assistant', 'She lights the oven.'],
  ['user', 'And a ferry pilot in the fog?'],
]

type Deps = {
  engine: Engine
  chatTemplates: ChatTemplateRepository
  gate: ModelGate
  /** A model's file with that template; throws where the file cannot be used. */
  trialFile: (sha256: string, chatTemplate: string) => Promise<ModelFile>
  headerOf: (sha256: string) => { chatTemplate?: string | undefined }
  describe: (sha256: string) => Model
  clock: Clock
}

/** Chat templates of the user's, for models whose file has none or a broken one. Each is tried before it is kept. */
export function createChatTemplateService({ engine, chatTemplates, gate, clock, ...deps }: Deps) {
  /** Renders with the model itself, which knows its control tokens. Nothing is generated. */
  async function rendered(sha256: string, text: string): Promise<string> {
    if (Buffer.byteLength(text) > limitBytes) {
      throw new AppError(
        'bad-input',
        'This chat template has more than 64 KB. Nothing was changed. Take a shorter one.',
      )
    }
    return gate.hold('template', sha256, async () => {
      await engine.load(await deps.trialFile(sha256, text))
      // One request alone, and a conversation: examples may come as turns.
      await renderChat([['system', system], ...turns.slice(0, 1)])
      await renderChat(turns)
      return renderChat([['system', system], ...turns])
    })
  }

  async function renderChat(chat: [PromptMessage['role'], string][]): Promise<string> {
    const messages = chat.map(([role, text]) => ({ role, parts: [{ text }] }))
    const { text } = await engine.show({ messages, start: '' }).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'model-unusable') throw error
      throw new AppError('bad-template', `${error.message} It was not kept.`, { cause: error })
    })
    for (const [role, said] of chat) {
      if (text.split(said).length === 2) continue
      const what = role === 'system' ? 'the system text' : role === 'user' ? 'a request' : 'an earlier answer'
      throw new AppError(
        'bad-template',
        `This chat template leaves out, repeats or changes ${what}: “${said}” is not in the prompt once as it was said. It was not kept. Correct it, or take a common format.`,
      )
    }
    return text
  }

  return {
    handlers: {
      'model.showTemplate': ({ sha256 }) => ({
        inFile: deps.headerOf(sha256).chatTemplate ?? null,
        own: chatTemplates.find(sha256) ?? null,
        formats: chatFormats,
      }),

      'model.tryTemplate': async ({ sha256, text }) => ({ rendered: await rendered(sha256, storableText(text).text) }),

      async 'model.setTemplate'({ sha256, text: given }) {
        const { text } = storableText(given)
        await rendered(sha256, text)
        chatTemplates.put(sha256, { text, sha256: sha256Of(text), setAt: clock.now() })
        return deps.describe(sha256)
      },

      'model.clearTemplate'({ sha256 }) {
        chatTemplates.remove(sha256)
        return deps.describe(sha256)
      },
    } satisfies Partial<Handlers>,
  }
}
