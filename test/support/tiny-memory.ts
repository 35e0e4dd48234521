import type { GgufEntry } from './gguf-builder.ts'
import { buildGguf, createRandom, createWeights, type Tensor, tinyMetadata, tinyShape } from './tiny-gguf.ts'
import { tinyVocabulary } from './tiny-vocabulary.ts'

/** How a model keeps what it read, where that is not one memory of all tokens: a window in some layers, a state, both. */
export type TinyMemory = 'sliding' | 'hybrid' | 'recurrent'

type Weights = ReturnType<typeof createWeights>
type Kind = {
  architecture: string
  metadata: Record<string, GgufEntry | null>
  outputNorm: string
  block(weights: Weights, at: number): Tensor[]
}

const { embedding, feedForward, heads, headsKv, blocks } = tinyShape
const headLength = embedding / heads
const convolved = 4
const state = { inner: embedding * 2, size: 16, steps: 4 }

const u32 = (value: number): GgufEntry => ({ type: 'u32', value })
const norm = ({ list }: Weights, name: string, length = embedding) => list(`${name}.weight`, length, () => 1)

const attention = (weights: Weights, at: number) => [
  weights.matrix(`blk.${at}.attn_q`, embedding, embedding),
  weights.matrix(`blk.${at}.attn_k`, embedding, headLength * headsKv),
  weights.matrix(`blk.${at}.attn_v`, embedding, headLength * headsKv),
  weights.matrix(`blk.${at}.attn_output`, embedding, embedding),
  norm(weights, `blk.${at}.attn_q_norm`, headLength),
  norm(weights, `blk.${at}.attn_k_norm`, headLength),
]
const feeding = (weights: Weights, at: number) => [
  norm(weights, `blk.${at}.ffn_norm`),
  weights.matrix(`blk.${at}.ffn_gate`, embedding, feedForward),
  weights.matrix(`blk.${at}.ffn_up`, embedding, feedForward),
  weights.matrix(`blk.${at}.ffn_down`, feedForward, embedding),
]

/** Names and shapes: llama.cpp, `src/llama-arch.cpp` and `src/models`. */
const kinds: Record<TinyMemory, Kind> = {
  /** Every second layer sees the last tokens only. */
  sliding: {
    architecture: 'gemma3',
    metadata: {
      'gemma3.attention.sliding_window': u32(32),
      'gemma3.attention.sliding_window_pattern': u32(2),
    },
    outputNorm: 'output_norm',
    block: (weights, at) => [
      norm(weights, `blk.${at}.attn_norm`),
      ...attention(weights, at),
      norm(weights, `blk.${at}.post_attention_norm`),
      ...feeding(weights, at),
      norm(weights, `blk.${at}.post_ffw_norm`),
    ],
  },
  /** Every second layer has attention, the others keep the last inputs of a convolution. */
  hybrid: {
    architecture: 'lfm2',
    metadata: {
      'lfm2.shortconv.l_cache': u32(convolved),
      'lfm2.attention.head_count_kv': {
        type: 'list',
        of: 'i32',
        values: Array.from({ length: blocks }, (_, at) => (at % 2) * headsKv),
      },
    },
    outputNorm: 'token_embd_norm',
    block: (weights, at) => [
      norm(weights, `blk.${at}.attn_norm`),
      ...(at % 2 === 1
        ? attention(weights, at)
        : [
            weights.matrix(`blk.${at}.shortconv.conv`, convolved, embedding),
            weights.matrix(`blk.${at}.shortconv.in_proj`, embedding, embedding * 3),
            weights.matrix(`blk.${at}.shortconv.out_proj`, embedding, embedding),
          ]),
      ...feeding(weights, at),
    ],
  },
  /** One state of a fixed size, whatever was read. */
  recurrent: {
    architecture: 'mamba',
    metadata: {
      'mamba.attention.head_count': u32(0),
      'mamba.attention.head_count_kv': null,
      'mamba.feed_forward_length': u32(0),
      'mamba.rope.dimension_count': null,
      'mamba.rope.freq_base': null,
      'mamba.ssm.conv_kernel': u32(convolved),
      'mamba.ssm.inner_size': u32(state.inner),
      'mamba.ssm.state_size': u32(state.size),
      'mamba.ssm.time_step_rank': u32(state.steps),
    },
    outputNorm: 'output_norm',
    block: (weights, at) => [
      norm(weights, `blk.${at}.attn_norm`),
      weights.matrix(`blk.${at}.ssm_in`, embedding, state.inner * 2),
      weights.matrix(`blk.${at}.ssm_conv1d`, convolved, state.inner),
      weights.list(`blk.${at}.ssm_conv1d.bias`, state.inner),
      weights.matrix(`blk.${at}.ssm_x`, state.inner, state.steps + state.size * 2),
      weights.matrix(`blk.${at}.ssm_dt`, state.steps, state.inner),
      weights.list(`blk.${at}.ssm_dt.bias`, state.inner),
      {
        name: `blk.${at}.ssm_a`,
        dimensions: [state.size, state.inner],
        // Below zero, else the state grows without end.
        values: new Float32Array(state.size * state.inner).fill(-0.1),
      },
      weights.list(`blk.${at}.ssm_d`, state.inner, () => 1),
      weights.matrix(`blk.${at}.ssm_out`, state.inner, embedding),
    ],
  },
}

/** A model that llama.cpp loads and runs, with such a memory; `window` is the number of tokens that a sliding one holds. */
export function tinyMemoryGguf(memory: TinyMemory, { window }: { window?: number } = {}): Buffer {
  const { architecture, metadata, outputNorm, block } = kinds[memory]
  const vocabulary = tinyVocabulary()
  const weights = createWeights(createRandom(1))
  return buildGguf(
    {
      ...tinyMetadata(tinyShape, vocabulary, { architecture }),
      ...metadata,
      ...(window === undefined ? {} : { [`${architecture}.attention.sliding_window`]: u32(window) }),
    },
    [
      weights.tokens(embedding, vocabulary.tokens.length),
      ...Array.from({ length: blocks }, (_, at) => block(weights, at)).flat(),
      norm(weights, outputNorm),
    ],
  )
}
