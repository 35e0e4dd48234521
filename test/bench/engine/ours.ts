import type { Engine, ModelFile } from '../../../src-main/core/engine.ts'
import { forkChild } from '../../../src-main/hosts/node/fork-child.ts'
import { createProcessEngine, type ProcessEngine } from '../../../src-main/inference/process-engine.ts'
import { type Peer, type Row, type Work, type Written, warmUp, writeInLanes } from './work.ts'

export type OurOptions = {
  name: string
  model: ModelFile
  entry: string
  log: (error: unknown) => void
  /** Where beginnings that earlier calls have read are kept; without it each call reads all. */
  beginningsFolder?: string
}

/** Our engine, in a process of its own as the application has it. */
export function createOurs({ name, model, ...process }: OurOptions): Peer {
  return {
    name,
    write: (work) =>
      withEngine(process, async (engine) => {
        await engine.load(model)
        await engine.open({ contextSize: work.contextSize, slots: work.slots })
        const hello = { messages: [{ role: 'user' as const, parts: [{ text: warmUp.text }] }], start: '' }
        await writeRow(
          engine,
          { ...work, sampling: { ...work.sampling, maxTokens: warmUp.tokens } },
          {
            prompt: hello,
            seed: 1,
          },
        )
        return writeInLanes(work.rows, work.slots, (row) => writeRow(engine, work, row))
      }),
  }
}

/** Runs `use` with an engine whose process has ended afterwards. */
export async function withEngine<T>(
  { entry, ...options }: Omit<OurOptions, 'name' | 'model'>,
  use: (engine: ProcessEngine) => Promise<T>,
): Promise<T> {
  const engine = createProcessEngine({ spawn: forkChild(entry), ...options })
  try {
    return await use(engine)
  } finally {
    await engine.close()
  }
}

async function writeRow(
  engine: Engine,
  { form, sampling }: Pick<Work, 'form' | 'sampling'>,
  { prompt, seed }: Pick<Row, 'prompt' | 'seed'>,
): Promise<Written> {
  const { signal } = new AbortController()
  const { text, tokens, finishReason } = await engine.generate({ prompt, form, sampling, seed, signal })
  return { text, tokens, end: finishReason }
}
