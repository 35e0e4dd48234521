import { closeSync, openSync, truncateSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { createGgufReader } from '../../src-main/core/models/gguf-reader.ts'
import { createGgufBuilder, type GgufEntry, typeCode } from '../support/gguf-builder.ts'
import { createModelFolder } from '../support/model-folder.ts'
import { tinyGguf, writeTinyGguf } from '../support/tiny-gguf.ts'

const models = createModelFolder()
afterAll(models.remove)
const { path: inFolder, refusal, refusalOf } = models

const u32 = (value: number): GgufEntry => ({ type: 'u32', value })
const text = (value: string): GgufEntry => ({ type: 'text', value })
const refusalWith = (metadata: Record<string, GgufEntry | null>) => refusal(tinyGguf({ metadata }))
const start = (counts: { tensors?: number | bigint; entries?: number | bigint; version?: number }) =>
  createGgufBuilder().start({ tensors: 0, entries: 0, ...counts })
const f32 = 0

describe('lengths and counts', () => {
  test('row 4: the magic alone, and a header cut off inside its token list', () => {
    expect(refusal('GGUF')).toContain("a.gguf: the model's header is cut off at byte 4.")
    expect(refusal('GG')).toContain("a.gguf: the model's header is cut off at byte 2.")
    expect(refusal(tinyGguf().subarray(0, 3000))).toContain("a.gguf: the model's header is cut off at byte 3000.")
  })

  test('row 5: a key of 2^31 bytes in a 33-byte file', () => {
    const bytes = start({ entries: 1 })
      .u64(2 ** 31)
      .raw('k')
      .build()
    expect(bytes).toHaveLength(33)
    expect(refusal(bytes)).toBe('a.gguf: the header claims a 2 GB name in a 33-byte file. Not loaded.')
  })

  test('a text of 2^60 bytes', () => {
    const bytes = start({ entries: 1 })
      .text('general.name')
      .u32(typeCode('text'))
      .u64(2n ** 60n)
      .build()
    expect(refusal(bytes)).toBe("a.gguf: the header claims a 1 EB text 'general.name' in a 56-byte file. Not loaded.")
  })

  test('row 6: 2^40 entries', () => {
    expect(refusal(start({ entries: 2n ** 40n }).build())).toBe(
      'a.gguf: the header claims more entries than the file can hold. Not loaded.',
    )
  })

  test.each(['u8', 'u32', 'text'])('row 7: a list of 2^40 values of type %s', (type) => {
    const bytes = start({ entries: 1 })
      .text('tokenizer.ggml.tokens')
      .u32(typeCode('list'))
      .u32(typeCode(type))
      .u64(2n ** 40n)
    expect(refusal(bytes.build())).toBe(
      "a.gguf: the header claims more entries in 'tokenizer.ggml.tokens' than the file can hold. Not loaded.",
    )
  })

  test('row 8: 2^40 tensors, 2^31 dimensions, a dimension of 2^40, a product beyond all numbers, no values', () => {
    const misfit = 'a.gguf: the tensor list does not fit the file. Not loaded.'
    expect(refusal(start({ tensors: 2n ** 40n }).build())).toBe(misfit)
    const name = () => start({ tensors: 1 }).text('t')
    expect(
      refusal(
        name()
          .u32(2 ** 31)
          .build(),
      ),
    ).toBe(misfit)
    const tensor = (dimensions: (number | bigint)[]) => start({ tensors: 1 }).tensor('t', dimensions, f32, 0).build()
    expect(refusal(tensor([2n ** 40n]))).toBe(misfit)
    expect(refusal(tensor([2n ** 63n, 2n ** 63n, 2n ** 63n, 4]))).toBe(misfit)
    expect(refusal(tensor([0]))).toBe(misfit)
  })

  test('row 9: lists nested 200,000 deep', () => {
    const level = createGgufBuilder().u32(typeCode('list')).u64(1).build()
    const bytes = start({ entries: 1 })
      .text('deep')
      .u32(typeCode('list'))
      .raw(Buffer.alloc(200_000 * 12, level))
    expect(refusal(bytes.build())).toBe('a.gguf: nested lists are not allowed in model headers. Not loaded.')
  })

  test('row 10: a key with 200,000 dots, one with 20, one of 1,000 letters', () => {
    for (const key of ['.a'.repeat(200_000), '.a'.repeat(20), 'a'.repeat(1000)]) {
      const bytes = start({ entries: 1 }).entry(key, u32(1)).build()
      expect(refusal(bytes)).toBe('a.gguf: metadata name too long or too deep. Not loaded.')
    }
  })

  test.each(['', '__proto__.polluted', 'a.__proto__', '\0general.name'])('a key that no model has (%j)', (key) => {
    expect(refusal(start({ entries: 1 }).entry(key, u32(1)).build())).toBe('a.gguf: invalid metadata name. Not loaded.')
  })

  test('the same key twice, and a type that does not exist', () => {
    const twice = start({ entries: 2 }).entry('a', u32(1)).entry('a', u32(2)).build()
    expect(refusal(twice)).toBe("a.gguf: the header has two entries 'a'. Not loaded.")
    const untyped = start({ entries: 1 }).text('a').u32(13).u32(0).build()
    expect(refusal(untyped)).toBe("a.gguf: the entry 'a' has an unknown type (13). Not loaded.")
  })

  test('a header of 300 MB is given up at its limit', () => {
    const path = inFolder('long.gguf')
    writeFileSync(path, start({ entries: 2 }).text('a').u32(typeCode('text')).u64(300_000_000).build())
    truncateSync(path, 300_000_100)
    expect(refusalOf(path)).toBe('long.gguf: the header is larger than 268 MB. Not loaded.')
  })
})

test('a header that takes too long to read is given up', () => {
  writeTinyGguf(inFolder('slow.gguf'))
  const fd = openSync(inFolder('slow.gguf'), 'r')
  const reader = createGgufReader({ fd, name: 'slow.gguf', sizeBytes: 456_000 }, performance.now() - 1)
  expect(() => reader.u32()).toThrow('slow.gguf: reading the header takes too long. Not loaded.')
  closeSync(fd)
})

describe('tensors', () => {
  test.each([u32(0), u32(13), u32(4), u32(2 ** 31), { type: 'u64', value: 32 } as const, text('32')])(
    'row 11: an alignment of %j',
    (alignment) => {
      expect(refusalWith({ 'general.alignment': alignment })).toMatch(/^a\.gguf: invalid alignment value( \(\d+\))?\./)
    },
  )

  test('row 12: a tensor past the end of the file', () => {
    const bytes = tinyGguf()
    expect(refusal(bytes.subarray(0, 300_000))).toContain('a.gguf: File is incomplete: 300.0 of 456.0 KB present.')
    expect(refusal(bytes.subarray(0, -1))).toContain('File is incomplete: 455,999 of 456,000 bytes present.')
    const large = start({ tensors: 1 }).tensor('t', [1_000_000, 250], f32, 0).build()
    expect(refusal(large)).toContain('File is incomplete: 0.0 of 1.0 GB present.')
  })

  test('tensors that overlap, leave gaps, share a name or break their blocks', () => {
    const two = (name: string, offset: number | bigint) =>
      start({ tensors: 2 }).tensor('a', [64], f32, 0).tensor(name, [64], f32, offset).raw(Buffer.alloc(1024)).build()
    for (const offset of [0, 32, 255, 288, 2n ** 63n]) {
      expect(refusal(two('b', offset))).toContain(
        "the tensor list does not fit the file: 'b' begins in the wrong place.",
      )
    }
    expect(refusal(two('a', 256))).toContain("'a' is there twice.")
    expect(refusal(two('b\0', 256))).toContain("'b\u{FFFD}' is no name.")
    const q4 = start({ tensors: 1 }).tensor('a', [33], 2, 0).raw(Buffer.alloc(1024)).build()
    expect(refusal(q4)).toContain("'a' is not made of whole blocks.")
  })

  test.each([4, 31, 43, 2 ** 32 - 1])('a tensor of type %d, which the engine does not know', (type) => {
    const bytes = start({ tensors: 1 }).tensor('a', [32], type, 0).raw(Buffer.alloc(1024)).build()
    expect(refusal(bytes)).toContain(`this app's engine does not know the tensor type ${type} of 'a'.`)
  })

  test('a file with a vocabulary but no weights', () => {
    const bytes = start({ entries: 1 }).entry('general.architecture', text('llama')).build()
    expect(refusal(bytes)).toBe('a.gguf: the file holds no weights. Choose the model itself.')
  })
})

describe('what the values mean', () => {
  test.each([
    [1, '1'],
    [99, '99'],
    [0, '0'],
    [0x0300_0000, '3 (big-endian)'],
  ])('row 13: version %d', (version, shown) => {
    expect(refusal(start({ version }).build())).toContain(`GGUF version ${shown} is not supported by this app.`)
  })

  test('row 14: an architecture that the engine does not know, or none', () => {
    expect(refusal(tinyGguf({ architecture: 'xyz' }))).toBe("a.gguf: this app's engine does not know 'xyz' models yet.")
    expect(refusalWith({ 'general.architecture': null })).toContain('does not say which kind of model this is.')
  })

  test('an adapter and a picture reader are parts, not models', () => {
    expect(refusalWith({ 'general.type': text('adapter') })).toContain('this is only a part of a model (adapter).')
    expect(refusal(tinyGguf({ architecture: 'clip' }))).toContain('this is only a part of a model')
  })

  test.each([
    ['llama.block_count', u32(0)],
    ['llama.block_count', u32(513)],
    ['llama.embedding_length', u32(0)],
    ['llama.embedding_length', text('64')],
    ['llama.embedding_length', u32(1_000_001)],
    ['llama.context_length', u32(0)],
    ['llama.attention.head_count', u32(0)],
    ['llama.attention.head_count', { type: 'f32', value: 4 }],
    ['llama.attention.head_count', { type: 'list', of: 'i32', values: [0, 4] }],
    ['llama.attention.head_count_kv', { type: 'list', of: 'i32', values: [-1, 2] }],
    ['llama.attention.value_length', u32(2 ** 31)],
    ['llama.feed_forward_length', u32(0)],
    ['llama.nextn_predict_layers', u32(3)],
    ['llama.attention.layer_norm_rms_epsilon', { type: 'f32', value: -1 }],
    ['llama.attention.layer_norm_rms_epsilon', { type: 'f32', value: Number.NaN }],
  ] satisfies [string, GgufEntry][])('a value at which the engine would end (%s %j)', (key, entry) => {
    expect(refusalWith({ [key]: entry })).toBe(`a.gguf: the header gives an impossible '${key}'. Not loaded.`)
  })

  test('a dimension beyond exact numbers, which breaks the library, and dimensions left out', () => {
    expect(refusalWith({ 'llama.block_count': { type: 'u64', value: 2n ** 60n } })).toBe(
      "a.gguf: the number of 'llama.block_count' is too large. Not loaded.",
    )
    for (const key of ['llama.block_count', 'llama.context_length', 'llama.feed_forward_length']) {
      expect(refusalWith({ [key]: null })).toBe(`a.gguf: the header lacks '${key}'. Not loaded.`)
    }
  })

  test.each([
    { expert_used_count: 2 },
    { expert_count: 1025, expert_used_count: 2 },
    { expert_count: 8, expert_used_count: 9 },
    { expert_count: 8, expert_used_count: 2, expert_group_count: 3, expert_group_used_count: 1 },
  ])('numbers of experts at which the engine would end: %j', (counts) => {
    const metadata = Object.fromEntries(Object.entries(counts).map(([key, count]) => [`llama.${key}`, u32(count)]))
    expect(refusalWith(metadata)).toBe('a.gguf: the header gives impossible numbers of experts. Not loaded.')
  })

  test('a rope scaling that the engine does not know', () => {
    expect(refusalWith({ 'llama.rope.scaling.type': text('zzz') })).toContain("does not know the rope scaling 'zzz'.")
  })

  test('weights of a type that the engine cannot compute with', () => {
    for (const [name, dimensions] of Object.entries({ 'output_norm.weight': 1, 'blk.0.attn_q.weight': 2 })) {
      const bytes = tinyGguf()
      const at = bytes.lastIndexOf(name) + name.length + 4 + dimensions * 8
      bytes.writeUInt32LE(26, at)
      expect(refusal(bytes)).toBe(`a.gguf: the engine cannot compute with '${name}' as I32. Not loaded.`)
    }
  })

  test('token lists of other lengths or types than the weights need', () => {
    const list = (values: number[]): GgufEntry => ({ type: 'list', of: 'i32', values })
    const words: GgufEntry = { type: 'list', of: 'text', values: ['a', 'b'] }
    expect(refusalWith({ 'tokenizer.ggml.tokens': list([1]) })).toContain("'tokenizer.ggml.tokens' has the wrong type.")
    expect(refusalWith({ 'tokenizer.ggml.token_type': list([1]) })).toContain('the token lists differ in length.')
    expect(refusalWith({ 'tokenizer.ggml.tokens': words, 'tokenizer.ggml.token_type': list([1, 1]) })).toContain(
      'the vocabulary (2) and the weights (563) differ in size.',
    )
  })

  test('no vocabulary, a token twice, and a vocabulary without bytes', () => {
    expect(refusalWith({ 'tokenizer.ggml.model': text('none') })).toContain('the file holds no vocabulary')
    expect(refusalWith({ 'tokenizer.ggml.tokens': null })).toContain('the file holds no vocabulary')
    const tokens = Array.from({ length: 563 }, (_, id) => (id < 2 ? 'same' : `t${id}`))
    const twice: GgufEntry = { type: 'list', of: 'text', values: tokens }
    expect(refusalWith({ 'tokenizer.ggml.tokens': twice })).toContain("the token 'same' is there twice.")
    expect(refusalWith({ 'tokenizer.ggml.model': text('llama') })).toContain('cannot spell every text')
  })

  test('a chat template of more than 1 MB', () => {
    expect(refusal(tinyGguf({ chatTemplate: 'x'.repeat(1_100_000) }))).toContain('chat template is larger than 1 MB.')
  })
})
