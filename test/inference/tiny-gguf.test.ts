import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getLlama, LlamaLogLevel } from 'node-llama-cpp'
import { expect, test } from 'vitest'
import { readGgufHeader } from '../../src-main/core/models/gguf-header.ts'
import { writeTinyGguf } from '../support/tiny-gguf.ts'

test('the tiny model loads in the real engine and writes five tokens', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'loom-tiny-'))
  const path = join(folder, 'tiny.gguf')
  writeTinyGguf(path)
  const llama = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.error })
  try {
    const model = await llama.loadModel({ modelPath: path })
    const header = readGgufHeader(path)
    expect(model.trainContextSize).toBe(header.contextLength)
    expect(model.fileInfo.metadata.tokenizer.chat_template).toBe(header.chatTemplate)
    expect(model.tokenize(header.specialTokens.join(''), true)).toEqual([0, 1, 2])

    const prompt = '<|im_start|>user\nHow many people work in the town?<|im_end|>\n'
    const tokens = model.tokenize(prompt, true)
    expect(model.detokenize(tokens, true)).toBe(prompt)
    const context = await model.createContext({ contextSize: 256, threads: 1 })
    const written: number[] = []
    for await (const token of context.getSequence().evaluate(tokens, { temperature: 0.6, seed: 7 })) {
      if (written.push(token) === 5) break
    }
    expect(written).toHaveLength(5)
    expect(new Set(written).size).toBeGreaterThan(1)
  } finally {
    await llama.dispose()
    rmSync(folder, { recursive: true })
  }
})
