import type { GgufFile } from './gguf-file.ts'
import { shown } from './gguf-metadata.ts'
import type { GgufTensor } from './gguf-tensors.ts'
import { unevenArchitectures } from './gguf-types.ts'
import { numberAt, sizesAt } from './gguf-values.ts'

// Limits of llama.cpp v0.5.0: LLAMA_MAX_LAYERS, LLAMA_MAX_EXPERTS, and its rope scaling types.
const maxBlocks = 512
const maxExperts = 1024
const ropeScalings = new Set(['none', 'linear', 'yarn', 'longrope'])
// Their product must stay in 32 bits; real models stay below 200 heads of 600.
const maxHeads = 65_535
const maxHeadLength = 16_384
const maxEmbeddingLength = 1_000_000
const maxFeedForwardLength = 16_000_000
const maxStateLength = 1_000_000

const addedWeights = /norm\.weight$|\.bias$/
const multipliedWeights = /(^|\.)(token_embd|output|attn_(q|k|v|qkv|output)|ffn_(gate|up|down)(_exps)?)\.weight$/
const uncountableTypes = new Set(['I8', 'I16', 'I32', 'I64', 'F64'])

export type GgufDimensions = {
  blockCount: number
  embeddingLength: number
  /** Of the layer with the most; 0 in architectures without attention. */
  headCount: number
  headCountKv: number
  /** Of all layers together. Libraries of before do not know this one and the state's length. */
  headsKvInAll?: number | undefined
  /** Numbers of a key and of a value of one head; undefined where they follow from the embedding. */
  keyLength?: number | undefined
  valueLength?: number | undefined
  /** Numbers that layers without attention keep for each row, of all layers together. */
  stateLength?: number | undefined
}

/**
 * Holds the header against what llama.cpp asserts without an error of its own: with any of these values it would end the
 * process, at loading or at the first token. Found by loading damaged headers.
 */
export function checkGgufModel(
  file: GgufFile,
  tensors: readonly GgufTensor[],
  architecture: string,
  vocabSize: number,
): GgufDimensions {
  const { reader, metadata } = file
  const keyed = (name: string) => `${architecture}.${name}`
  const sizes = (name: string, smallest: number, largest: number) => sizesAt(file, keyed(name), { smallest, largest })
  const largestOf = (name: string, smallest: number, largest: number) => {
    const found = sizes(name, smallest, largest)
    if (!found) throw reader.refusal(`the header lacks '${keyed(name)}'. Not loaded.`)
    return Math.max(...found)
  }

  const blockCount = largestOf('block_count', 1, maxBlocks)
  const embeddingLength = largestOf('embedding_length', 1, maxEmbeddingLength)
  const fewestHeads = unevenArchitectures.has(architecture) ? 0 : 1
  const headCount = largestOf('attention.head_count', fewestHeads, maxHeads)
  const headsKv = sizes('attention.head_count_kv', fewestHeads, maxHeads) ?? [headCount]
  const headsKvOf = Array.from({ length: blockCount }, (_, at) => headsKv[headsKv.length === 1 ? 0 : at] ?? 0)
  const headLength = (name: string) => sizes(`attention.${name}`, 1, maxHeadLength)?.[0]
  const keyLength = headLength('key_length')
  const valueLength = headLength('value_length')
  sizes('nextn_predict_layers', 0, blockCount)
  // Experts have a length of their own.
  if (fewestHeads === 0 || metadata.has(keyed('expert_count'))) sizes('feed_forward_length', 0, maxFeedForwardLength)
  else largestOf('feed_forward_length', 1, maxFeedForwardLength)
  checkExperts(file, architecture)

  const scaling = metadata.get(keyed('rope.scaling.type'))
  if (scaling && !ropeScalings.has(String(scaling.value))) {
    throw reader.refusal(`this app's engine does not know the rope scaling '${shown(String(scaling.value))}'.`)
  }
  for (const [key, { value }] of metadata) {
    if (key.endsWith('epsilon') && !(typeof value === 'number' && value >= 0 && value <= 1)) {
      throw reader.refusal(`the header gives an impossible '${shown(key)}'. Not loaded.`)
    }
  }
  for (const tensor of tensors) {
    if (!isUsable(tensor)) {
      throw reader.refusal(`the engine cannot compute with '${shown(tensor.name)}' as ${tensor.type}. Not loaded.`)
    }
  }
  const rows = tensors.find(({ name }) => name === 'token_embd.weight')?.dimensions[1]
  if (rows !== undefined && rows !== vocabSize) {
    throw reader.refusal(`the vocabulary (${vocabSize}) and the weights (${rows}) differ in size. Not loaded.`)
  }
  const headsKvInAll = headsKvOf.reduce((sum, count) => sum + count, 0)
  const stateOfLayer = stateLengthOf(embeddingLength, (name) => sizes(name, 0, maxStateLength)?.[0] ?? 0)
  // Where the header names no layer without attention, each may have a state too.
  const statefulLayers = headsKvOf.includes(0) ? headsKvOf.filter((count) => count === 0).length : blockCount
  return {
    ...{ blockCount, embeddingLength, headCount, headCountKv: Math.max(...headsKv), keyLength, valueLength },
    headsKvInAll,
    stateLength: stateOfLayer * statefulLayers,
  }
}

/** Numbers of one layer's state, and of the inputs that its convolution still needs (llama.cpp, `n_embd_s`, `n_embd_r`). */
function stateLengthOf(embeddingLength: number, size: (name: string) => number): number {
  const [inner, state] = [size('ssm.inner_size'), size('ssm.state_size')]
  const inputs = inner + 2 * size('ssm.group_count') * state
  return (
    inner * state +
    inputs * Math.max(0, size('ssm.conv_kernel') - 1) +
    embeddingLength * Math.max(0, size('shortconv.l_cache') - 1)
  )
}

function checkExperts({ reader, metadata }: GgufFile, architecture: string): void {
  const count = (part: string) => numberAt(metadata, `${architecture}.expert${part}_count`) ?? 0
  const experts = count('')
  const used = count('_used')
  const groups = count('_group')
  const groupsUsed = count('_group_used')
  const groupsFit = groups <= 1 || (experts % groups === 0 && groupsUsed > 0 && groupsUsed < groups)
  const possible =
    experts === 0
      ? used === 0 && groups === 0
      : experts <= maxExperts && used > 0 && used <= experts && groups < experts && groupsFit
  if (!possible) throw reader.refusal('the header gives impossible numbers of experts. Not loaded.')
}

/** Converters leave what is added or scaled by as F32, and no matrix to multiply by is of whole numbers. */
function isUsable({ name, type, dimensions }: GgufTensor): boolean {
  if (dimensions.length === 1 && addedWeights.test(name)) return type === 'F32'
  return !(multipliedWeights.test(name) && uncountableTypes.has(type))
}
