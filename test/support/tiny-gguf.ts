import { writeFileSync } from 'node:fs'
import { createGgufBuilder, type GgufEntry } from './gguf-builder.ts'
import { controlTokens, type FamilyTokens, tinyVocabulary } from './tiny-vocabulary.ts'

const alignment = 32
const float32 = 0
const q4k = 12
const q4kBlock = { values: 256, bytes: 144 }

export const tinyShape = { blocks: 2, embedding: 64, heads: 4, headsKv: 2, feedForward: 128, context: 2048 }
export type TinyShape = typeof tinyShape

export const tinyChatTemplate =
  "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}" +
  '{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}'

export type TinyGgufOptions = {
  /** Null leaves it out, which makes a base model. */
  chatTemplate?: string | null
  addBos?: boolean
  familyTokens?: FamilyTokens
  /** Texts of the tokens that begin and end a text; the second and third of the vocabulary where missing. */
  bos?: string
  eos?: string
  architecture?: string
  shape?: Partial<TinyShape>
  /** Replaces or adds entries by key; null leaves one out. */
  metadata?: Record<string, GgufEntry | null>
  seed?: number
  /** Weights of its layers as Q4_K; its sizes must be multiples of 256. */
  isKQuant?: boolean
}

/** Numbers, or the blocks of a Q4_K tensor. */
export type Tensor = { name: string; dimensions: number[]; values: Float32Array | Uint8Array<ArrayBuffer> }

/** Writes a model that llama.cpp loads and runs: about 0.5 MB, weights by chance from `seed`, the same bytes each time. */
export function writeTinyGguf(path: string, options: TinyGgufOptions = {}): void {
  writeFileSync(path, tinyGguf(options))
}

export function tinyGguf(options: TinyGgufOptions = {}): Buffer {
  const shape = { ...tinyShape, ...options.shape }
  const vocabulary = tinyVocabulary(options.familyTokens)
  const tensors = tinyTensors(shape, vocabulary.tokens.length, options)
  return buildGguf({ ...tinyMetadata(shape, vocabulary, options), ...options.metadata }, tensors)
}

/** A whole model file of its entries (null leaves one out) and its weights as F32. */
export function buildGguf(metadata: Record<string, GgufEntry | null>, tensors: readonly Tensor[]): Buffer {
  const entries = Object.entries(metadata).filter((pair): pair is [string, GgufEntry] => pair[1] !== null)
  const builder = createGgufBuilder().start({ tensors: tensors.length, entries: entries.length })
  for (const [key, entry] of entries) builder.entry(key, entry)
  let offset = 0
  for (const { name, dimensions, values } of tensors) {
    builder.tensor(name, dimensions, values instanceof Float32Array ? float32 : q4k, offset)
    offset += Math.ceil(values.byteLength / alignment) * alignment
  }
  for (const { values } of tensors) {
    builder.padTo(alignment).raw(Buffer.from(values.buffer))
  }
  return builder.build()
}

export function tinyMetadata(
  shape: TinyShape,
  { tokens, merges, types }: ReturnType<typeof tinyVocabulary>,
  { chatTemplate = tinyChatTemplate, addBos = false, architecture = 'llama', bos, eos }: TinyGgufOptions,
): Record<string, GgufEntry> {
  const idOf = (token: string | undefined, otherwise: number) =>
    token === undefined ? otherwise : tokens.indexOf(token)
  const text = (value: string): GgufEntry => ({ type: 'text', value })
  const u32 = (value: number): GgufEntry => ({ type: 'u32', value })
  return {
    'general.architecture': text(architecture),
    'general.type': text('model'),
    'general.name': text('Tiny'),
    'general.license': text('mit'),
    'general.file_type': u32(0),
    [`${architecture}.vocab_size`]: u32(tokens.length),
    [`${architecture}.context_length`]: u32(shape.context),
    [`${architecture}.embedding_length`]: u32(shape.embedding),
    [`${architecture}.block_count`]: u32(shape.blocks),
    [`${architecture}.feed_forward_length`]: u32(shape.feedForward),
    [`${architecture}.attention.head_count`]: u32(shape.heads),
    [`${architecture}.attention.head_count_kv`]: u32(shape.headsKv),
    [`${architecture}.attention.layer_norm_rms_epsilon`]: { type: 'f32', value: 1e-5 },
    [`${architecture}.rope.dimension_count`]: u32(shape.embedding / shape.heads),
    [`${architecture}.rope.freq_base`]: { type: 'f32', value: 10_000 },
    'tokenizer.ggml.model': text('gpt2'),
    'tokenizer.ggml.pre': text('smollm'),
    'tokenizer.ggml.tokens': { type: 'list', of: 'text', values: tokens },
    'tokenizer.ggml.token_type': { type: 'list', of: 'i32', values: types },
    'tokenizer.ggml.merges': { type: 'list', of: 'text', values: merges },
    'tokenizer.ggml.bos_token_id': u32(idOf(bos, 1)),
    'tokenizer.ggml.eos_token_id': u32(idOf(eos, 2)),
    'tokenizer.ggml.unknown_token_id': u32(0),
    'tokenizer.ggml.padding_token_id': u32(2),
    'tokenizer.ggml.add_bos_token': { type: 'bool', value: addBos },
    ...(chatTemplate === null ? {} : { 'tokenizer.chat_template': text(chatTemplate) }),
  }
}

function tinyTensors(shape: TinyShape, vocabSize: number, { seed = 1, isKQuant }: TinyGgufOptions): Tensor[] {
  const random = createRandom(seed)
  const { matrix, list, tokens } = createWeights(random)
  const { embedding, feedForward } = shape
  const keys = (embedding / shape.heads) * shape.headsKv
  const layer = (name: string, columns: number, rows: number): Tensor => {
    if (!isKQuant) return matrix(name, columns, rows)
    const values = q4kWeights((columns * rows) / q4kBlock.values, columns ** -0.5, random)
    return { name: `${name}.weight`, dimensions: [columns, rows], values }
  }
  const norm = (name: string) => list(`${name}.weight`, embedding, () => 1)
  const block = (at: number) => [
    norm(`blk.${at}.attn_norm`),
    layer(`blk.${at}.attn_q`, embedding, embedding),
    layer(`blk.${at}.attn_k`, embedding, keys),
    layer(`blk.${at}.attn_v`, embedding, keys),
    layer(`blk.${at}.attn_output`, embedding, embedding),
    norm(`blk.${at}.ffn_norm`),
    layer(`blk.${at}.ffn_gate`, embedding, feedForward),
    layer(`blk.${at}.ffn_up`, embedding, feedForward),
    layer(`blk.${at}.ffn_down`, feedForward, embedding),
  ]
  return [
    tokens(embedding, vocabSize),
    ...Array.from({ length: shape.blocks }, (_, at) => block(at)).flat(),
    norm('output_norm'),
  ]
}

/** Weights by chance, in the order of the calls. */
export function createWeights(random: () => number) {
  const matrix = (name: string, columns: number, rows: number, spread = columns ** -0.5): Tensor => ({
    name: `${name}.weight`,
    dimensions: [columns, rows],
    values: Float32Array.from({ length: columns * rows }, () => random() * spread),
  })
  return {
    matrix,
    list: (name: string, length: number, value: () => number = random): Tensor => ({
      name,
      dimensions: [length],
      values: Float32Array.from({ length }, value),
    }),
    tokens(embedding: number, vocabSize: number): Tensor {
      const table = matrix('token_embd', embedding, vocabSize, 0.2)
      // It is the output matrix too: with rows of zeros, control tokens are seldom drawn.
      table.values.fill(0, 0, controlTokens.length * embedding)
      return table
    },
  }
}

/** Blocks of numbers around zero, most of them within `spread`: scales of 6 bits and numbers of 4 by chance. */
function q4kWeights(blocks: number, spread: number, random: () => number): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from({ length: blocks * q4kBlock.bytes }, () => Math.floor((random() + 1) * 128))
  const view = new DataView(bytes.buffer)
  const [meanScale, meanNumber] = [31.5, 7.5]
  const scale = spread / (meanScale * meanNumber)
  for (let at = 0; at < bytes.length; at += q4kBlock.bytes) {
    view.setFloat16(at, scale, true)
    view.setFloat16(at + 2, scale * meanNumber, true)
  }
  return bytes
}

/** Uniform in [-1, 1), by a xorshift of 32 bits. */
export function createRandom(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) | 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state / 0x80000000
  }
}
