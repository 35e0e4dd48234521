import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { usualSampling } from '#contract/sampling'
import type { GenerateRequest, ModelFile, PromptMessage } from '../../src-main/core/engine.ts'
import { forkChild } from '../../src-main/hosts/node/fork-child.ts'
import { createProcessEngine } from '../../src-main/inference/process-engine.ts'

const root = join(import.meta.dirname, '../..')
const modelFile = 'SmolLM2-135M-Instruct.Q4_1.gguf'

/** The model that comes with the app; its file is fetched before the tests. */
export function defaultModel(): ModelFile {
  const path = join(root, 'models', modelFile)
  if (!existsSync(path)) {
    throw new Error(`These tests need models/${modelFile}. Run: node scripts/fetch-model.mjs`)
  }
  const sha256 = 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53'
  return { path, sha256, name: 'SmolLM2-135M-Instruct' }
}

/** The engine as the command line starts it, from the sources; what it logs is kept. */
export function startEngine(options: { beginningsFolder?: string } = {}) {
  const logged: unknown[] = []
  const spawn = forkChild(join(root, 'src-main/inference/inference.ts'))
  return { engine: createProcessEngine({ spawn, log: (error) => logged.push(error), ...options }), logged }
}

export const sampling = { ...usualSampling, maxTokens: 64 }

/** A request of one user message. */
export function ask(text: string, changes: Partial<GenerateRequest> & { start?: string } = {}): GenerateRequest {
  const { start = '', ...rest } = changes
  const messages: PromptMessage[] = [{ role: 'user', parts: [{ text }] }]
  return {
    prompt: { messages, start },
    form: { kind: 'text' },
    sampling,
    seed: 7,
    signal: new AbortController().signal,
    ...rest,
  }
}
