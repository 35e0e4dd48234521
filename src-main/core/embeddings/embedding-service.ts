import { AppError } from '#contract/errors'
import type { Handlers } from '#contract/index'
import type { Model } from '#contract/models'
import type { Engine, NumberedText } from '../engine.ts'
import { storableText } from '../text.ts'
import { type EmbeddingRepository, exactTextKey } from './embedding-repository.ts'

/** Texts that the engine gets at once; each such batch is stored before the next: under a second of work. */
const batchTexts = 32

type Deps = {
  embeddings: EmbeddingRepository
  engine: Engine
  embeddingModel: (sha256: string) => Promise<{ model: Model; path: string }>
}

type Wanted = NumberedText & { key: Buffer }

export function createEmbeddingService({ embeddings, engine, embeddingModel }: Deps) {
  const closing = new AbortController()

  /** Computes what is not stored yet, each text once. */
  async function compute(wanted: Wanted[], file: { path: string; sha256: string; name: string }): Promise<void> {
    for (let at = 0; at < wanted.length; at += batchTexts) {
      const batch = wanted.slice(at, at + batchTexts)
      const texts = batch.map(({ number, text }) => ({ number, text }))
      const vectors = await engine.embed({ model: file, texts, signal: closing.signal })
      embeddings.put(
        file.sha256,
        batch.map(({ key }, index) => ({ textKey: key, vector: vectors[index] as Float32Array })),
      )
    }
  }

  return {
    handlers: {
      async 'text.embed'({ modelSha256, texts, firstNumber }) {
        const { model, path } = await embeddingModel(modelSha256)
        const wanted = texts.map((given, at): Wanted => {
          const { text } = storableText(given)
          return { number: firstNumber + at, text, key: exactTextKey(text) }
        })
        const missing = new Map<string, Wanted>()
        for (const each of wanted) {
          const id = each.key.toString('hex')
          if (!missing.has(id) && !embeddings.find(modelSha256, each.key)) missing.set(id, each)
        }
        await compute([...missing.values()], { path, sha256: model.sha256, name: model.name })
        return {
          vectors: wanted.map(({ key }) => Array.from(embeddings.find(modelSha256, key) as Float32Array)),
          computed: missing.size,
        }
      },
    } satisfies Partial<Handlers>,

    /** Ends what is being computed; what was stored stays. */
    close(): void {
      closing.abort(
        new AppError('busy', 'The app was closed before all vectors were computed. Those that were are kept.'),
      )
    },
  }
}
