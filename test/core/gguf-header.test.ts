import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { readGgufHeader } from '../../src-main/core/models/gguf-header.ts'
import type { GgufEntry } from '../support/gguf-builder.ts'
import { createModelFolder } from '../support/model-folder.ts'
import { tinyChatTemplate, writeTinyGguf } from '../support/tiny-gguf.ts'

const models = createModelFolder()
afterAll(models.remove)
const { path: inFolder, refusal, refusalOf } = models

const u32 = (value: number): GgufEntry => ({ type: 'u32', value })

describe('good files', () => {
  test('the tiny model is accepted and its values are read', () => {
    writeTinyGguf(inFolder('tiny.gguf'))
    expect(readGgufHeader(inFolder('tiny.gguf'))).toEqual({
      version: 3,
      architecture: 'llama',
      name: 'Tiny',
      license: 'mit',
      contextLength: 2048,
      embeddingLength: 64,
      blockCount: 2,
      headCount: 4,
      headCountKv: 2,
      headsKvInAll: 4,
      stateLength: 0,
      vocabSize: 563,
      fileType: 0,
      quantization: 'F32',
      together: { least: 2, step: 1 },
      sizeBytes: 456_000,
      tensorCount: 20,
      parameterCount: 110_080,
      chatTemplate: tinyChatTemplate,
      addBosToken: false,
      specialTokens: ['<|endoftext|>', '<|im_start|>', '<|im_end|>'],
      bosTokenId: 1,
      bosToken: '<|im_start|>',
      eosTokenId: 2,
      eosToken: '<|im_end|>',
    })
  })

  test('what a file leaves out stays out: a base model without template, file type, key-value heads, token ids', () => {
    const path = inFolder('base.gguf')
    writeTinyGguf(path, {
      chatTemplate: null,
      metadata: {
        'general.file_type': null,
        'llama.attention.head_count_kv': null,
        'tokenizer.ggml.bos_token_id': u32(99_999),
        'tokenizer.ggml.eos_token_id': null,
      },
    })
    const header = readGgufHeader(path)
    expect(header).toMatchObject({ quantization: 'F32', headCountKv: 4, headsKvInAll: 8 })
    expect(header.chatTemplate).toBeUndefined()
    expect([header.bosTokenId, header.bosToken, header.eosTokenId]).toEqual([undefined, undefined, undefined])
  })

  test('a token that only looks like a control token counts as special, one with a role too', () => {
    const path = inFolder('mistyped.gguf')
    const types = Array.from({ length: 563 }, () => 1)
    const roles = ['bos', 'eos', 'unknown', 'padding'].map((role) => [`tokenizer.ggml.${role}_token_id`, null] as const)
    writeTinyGguf(path, {
      metadata: {
        ...Object.fromEntries(roles),
        'tokenizer.ggml.token_type': { type: 'list', of: 'i32', values: types },
        'tokenizer.ggml.eot_token_id': u32(300),
      },
    })
    const { specialTokens } = readGgufHeader(path)
    expect(specialTokens).toHaveLength(4)
    expect(specialTokens).toEqual(expect.arrayContaining(['<|endoftext|>', '<|im_start|>', '<|im_end|>']))
  })

  test('head counts that differ from layer to layer give the largest and their sum, 0 only where layers may go without', () => {
    const path = inFolder('layers.gguf')
    const heads = (values: number[]): GgufEntry => ({ type: 'list', of: 'i32', values })
    writeTinyGguf(path, { metadata: { 'llama.attention.head_count': heads([2, 4]) } })
    expect(readGgufHeader(path).headCount).toBe(4)
    writeTinyGguf(path, { architecture: 'deci', metadata: { 'deci.attention.head_count_kv': heads([0, 2]) } })
    expect(readGgufHeader(path)).toMatchObject({ headCountKv: 2, headsKvInAll: 2 })
  })

  const defaultModel = 'models/SmolLM2-135M-Instruct.Q4_1.gguf'
  test.skipIf(!existsSync(defaultModel))(`the default model reads right (needs ${defaultModel})`, () => {
    const header = readGgufHeader(defaultModel)
    expect(header).toMatchObject({
      architecture: 'llama',
      license: 'apache-2.0',
      contextLength: 8192,
      embeddingLength: 576,
      blockCount: 30,
      headCount: 9,
      headCountKv: 3,
      headsKvInAll: 90,
      vocabSize: 49_152,
      quantization: 'Q4_1',
      sizeBytes: 98_362_432,
      tensorCount: 272,
      parameterCount: 134_515_008,
      addBosToken: false,
      bosToken: '<|im_start|>',
      eosToken: '<|im_end|>',
    })
    expect(header.chatTemplate).toContain('You are a helpful AI assistant named SmolLM')
    expect(header.specialTokens).toHaveLength(17)
    expect(header.specialTokens).toEqual(expect.arrayContaining(['<|im_start|>', '<|im_end|>', '<jupyter_code>']))
  })

  const embeddingModel = '../shared/models/all-minilm-l6-v2-q8_0.gguf'
  test.skipIf(!existsSync(embeddingModel))(`the embedding model reads right (needs ${embeddingModel})`, () => {
    expect(readGgufHeader(embeddingModel)).toMatchObject({
      architecture: 'bert',
      contextLength: 512,
      embeddingLength: 384,
      vocabSize: 30_522,
      quantization: 'Q8_0',
      specialTokens: ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'],
    })
  })
})

describe('files that are something else', () => {
  test('row 1: an empty file', () => {
    expect(refusal('', 'tiny.gguf')).toBe('tiny.gguf is empty. The copy or download did not finish.')
  })

  test.each(['<!DOCTYPE html><html><body>Sign in', '\n  <html>', '\u{FEFF}<!-- page --><html>'])(
    'row 2: a web page saved as a model (%j)',
    (page) => {
      expect(refusal(page)).toBe('a.gguf is a web page, not a model. Download the file itself.')
    },
  )

  test('row 3: a Git LFS pointer', () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 98362432\n`
    expect(refusal(pointer)).toMatch(/^a\.gguf is a 133-byte pointer; the real model was not downloaded\./)
  })

  test.each([
    ['pytorch_model.bin', Buffer.from([0x80, 0x02, 0x8a, 0x0a])],
    ['model.pt', Buffer.from('PK\x03\x04')],
    ['renamed.gguf', Buffer.from([0x80, 0x04, 0x95, 0x00])],
    ['zipped.gguf', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(26), Buffer.from('archive/data.pklFB')])],
  ])('row 17: a pickle (%s)', (name, bytes) => {
    expect(refusal(bytes, name)).toBe(`${name}: this format can run code. Only GGUF is accepted.`)
  })

  test.each([
    ['PK\x03\x04stuff', 'is an archive'],
    ['\x40\0\0\0\0\0\0\0{"__metadata__"', 'is a safetensors file'],
    ['tjgg\x03\0\0\0', 'is a model in a format older than GGUF'],
    ['\0'.repeat(9000), 'begins with zeros only'],
    ['\x80', 'is not a GGUF model'],
    ['{"error":"Repository not found"}', 'is not a GGUF model'],
  ])('a file of another format is named: %j', (bytes, what) => {
    expect(refusal(Buffer.from(bytes, 'latin1'))).toContain(`a.gguf ${what}`)
  })

  test('a folder, a pipe, a device and links to them are refused without waiting', () => {
    mkdirSync(inFolder('folder.gguf'))
    symlinkSync(inFolder('folder.gguf'), inFolder('to-folder.gguf'))
    for (const name of ['folder.gguf', 'to-folder.gguf']) {
      expect(refusalOf(inFolder(name))).toBe(`${name} is a folder. Choose the model's .gguf file itself.`)
    }
    if (process.platform === 'win32') return
    execFileSync('mkfifo', [inFolder('pipe.gguf')])
    symlinkSync(inFolder('pipe.gguf'), inFolder('to-pipe.gguf'))
    symlinkSync('/dev/zero', inFolder('to-zero.gguf'))
    for (const name of ['pipe.gguf', 'to-pipe.gguf', 'to-zero.gguf']) {
      expect(refusalOf(inFolder(name))).toBe(`${name} is not a regular file. Choose the model's .gguf file itself.`)
    }
  })

  test('a file that is not there is named, also with a NUL in its path', () => {
    expect(refusalOf(inFolder('gone.gguf'))).toBe(
      'There is no file gone.gguf. Check the path, or download the model again.',
    )
    expect(refusalOf('nul\0.gguf')).toContain('cannot be read')
  })

  test('a name with control characters or without end is shown in one short line', () => {
    expect(refusal('', `a\n\u{202e}b${'x'.repeat(200)}.gguf`)).toMatch(
      /^a\u{FFFD}\u{FFFD}bx{76}…x{25}\.gguf is empty\./u,
    )
  })
})
