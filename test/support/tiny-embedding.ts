import type { GgufEntry } from './gguf-builder.ts'
import { buildGguf, createRandom, type Tensor } from './tiny-gguf.ts'

const shape = { blocks: 2, embedding: 32, heads: 4, feedForward: 64, context: 512 }
const marks = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']
const words = 'a the of and who nurse farmer teacher river music old young works sings grows writes at night'.split(' ')
const letters = Array.from('abcdefghijklmnopqrstuvwxyz0123456789.,-')

/** WordPiece: in a GGUF, what begins a word has U+2581 in front. */
const tokens = [...marks, ...[...words, ...letters].map((text) => `\u2581${text}`), ...letters.slice(0, 26)].filter(
  (text, at, all) => all.indexOf(text) === at,
)

export type TinyEmbeddingOptions = {
  seed?: number
  /** llama.cpp's number; null leaves it out, which makes a model that does not turn texts into vectors. */
  pooling?: number | null
}

/** A BERT that llama.cpp loads and turns texts into vectors with: about 0.1 MB, weights by chance from `seed`. */
export function tinyEmbeddingGguf({ seed = 1, pooling = 1 }: TinyEmbeddingOptions = {}): Buffer {
  const text = (value: string): GgufEntry => ({ type: 'text', value })
  const u32 = (value: number): GgufEntry => ({ type: 'u32', value })
  return buildGguf(
    {
      'general.architecture': text('bert'),
      'general.type': text('model'),
      'general.name': text('Tiny vectors'),
      'general.file_type': u32(0),
      'bert.context_length': u32(shape.context),
      'bert.embedding_length': u32(shape.embedding),
      'bert.block_count': u32(shape.blocks),
      'bert.feed_forward_length': u32(shape.feedForward),
      'bert.attention.head_count': u32(shape.heads),
      'bert.attention.layer_norm_epsilon': { type: 'f32', value: 1e-12 },
      'bert.attention.causal': { type: 'bool', value: false },
      'bert.pooling_type': pooling === null ? null : u32(pooling),
      'tokenizer.ggml.model': text('bert'),
      'tokenizer.ggml.pre': text('jina-v2-en'),
      'tokenizer.ggml.token_type_count': u32(2),
      'tokenizer.ggml.tokens': { type: 'list', of: 'text', values: tokens },
      'tokenizer.ggml.token_type': {
        type: 'list',
        of: 'i32',
        values: tokens.map((_, id) => (id < marks.length ? 3 : 1)),
      },
      'tokenizer.ggml.padding_token_id': u32(0),
      'tokenizer.ggml.unknown_token_id': u32(1),
      'tokenizer.ggml.cls_token_id': u32(2),
      'tokenizer.ggml.bos_token_id': u32(2),
      'tokenizer.ggml.seperator_token_id': u32(3),
      'tokenizer.ggml.eos_token_id': u32(3),
      'tokenizer.ggml.mask_token_id': u32(4),
    },
    tensors(seed),
  )
}

function tensors(seed: number): Tensor[] {
  const random = createRandom(seed)
  const { embedding, feedForward } = shape
  const weights = (name: string, columns: number, rows: number): Tensor => ({
    name: `${name}.weight`,
    dimensions: [columns, rows],
    values: Float32Array.from({ length: columns * rows }, () => random() * columns ** -0.5 * 2),
  })
  const list = (name: string, length: number, value: number): Tensor => ({
    name,
    dimensions: [length],
    values: new Float32Array(length).fill(value),
  })
  const norm = (name: string) => [list(`${name}.weight`, embedding, 1), list(`${name}.bias`, embedding, 0)]
  const layer = (name: string, columns: number, rows: number) => [
    weights(name, columns, rows),
    list(`${name}.bias`, rows, 0),
  ]
  const block = (at: number) => [
    ...['attn_q', 'attn_k', 'attn_v', 'attn_output'].flatMap((name) =>
      layer(`blk.${at}.${name}`, embedding, embedding),
    ),
    ...norm(`blk.${at}.attn_output_norm`),
    ...layer(`blk.${at}.ffn_up`, embedding, feedForward),
    ...layer(`blk.${at}.ffn_down`, feedForward, embedding),
    ...norm(`blk.${at}.layer_output_norm`),
  ]
  return [
    weights('token_embd', embedding, tokens.length),
    weights('token_types', embedding, 2),
    weights('position_embd', embedding, shape.context),
    ...norm('token_embd_norm'),
    ...Array.from({ length: shape.blocks }, (_, at) => block(at)).flat(),
  ]
}
