import type { GgufFile } from './gguf-file.ts'
import { type GgufMetadata, type GgufValue, shown } from './gguf-metadata.ts'
import type { GgufReader } from './gguf-reader.ts'
import type { GgufTensor } from './gguf-tensors.ts'
import { headlessArchitectures, knownArchitectures, quantizationWords } from './gguf-types.ts'
import { readGgufVocabulary } from './gguf-vocabulary.ts'

export type GgufHeader = {
  version: number
  architecture: string
  name?: string | undefined
  license?: string | undefined
  /** Tokens that the model was trained for. */
  contextLength: number
  embeddingLength: number
  blockCount: number
  /** The largest of all layers where they differ; 0 for architectures without attention. */
  headCount: number
  headCountKv: number
  vocabSize: number
  fileType?: number | undefined
  /** 'Q4_1', 'Q4_K_M', ...; the type of most weights when the file does not say. */
  quantization: string
  /** Bytes of all parts. */
  sizeBytes: number
  tensorCount: number
  parameterCount: number
  chatTemplate?: string | undefined
  bosTokenId?: number | undefined
  bosToken?: string | undefined
  eosTokenId?: number | undefined
  eosToken?: string | undefined
  /** Undefined when the file leaves it to the tokenizer. */
  addBosToken?: boolean | undefined
  /**
   * Texts of control, user-defined and unknown tokens, and of tokens that look like control tokens: an inserted text
   * that contains one of them must not be tokenised together with its surroundings.
   */
  specialTokens: string[]
}

const maxDimension = 1_000_000
const maxLayers = 10_000
/** Ten million tokens are the longest context known. */
const maxContextLength = 1_000_000_000
/** Set by llama.cpp on a file type that was guessed. */
const guessedFileType = 1024

/** What a model is, after its dimensions have been held against reason and against its tensors. */
export function describeGgufModel(first: GgufFile, otherParts: readonly GgufFile[]): GgufHeader {
  const { reader, metadata, version } = first
  const tensors = allTensors([first, ...otherParts])
  const architecture = readArchitecture(reader, metadata)
  const size = (name: string, smallest: number, largest = maxDimension) =>
    readSize(reader, metadata, `${architecture}.${name}`, smallest, largest)

  const blockCount = size('block_count', 1)
  const headCountKey = 'attention.head_count'
  const smallestHeadCount = headlessArchitectures.has(architecture) ? 0 : 1
  const headCount = size(headCountKey, smallestHeadCount)
  checkExperts(reader, metadata, architecture)
  const vocabulary = readGgufVocabulary(reader, metadata)
  const vocabSize = vocabulary?.size ?? size('vocab_size', 1, 2 ** 31)
  checkVocabularySize(reader, tensors, architecture, vocabSize)
  const fileType = numberAt(metadata, 'general.file_type')
  const addBosToken = metadata.get('tokenizer.ggml.add_bos_token')?.value

  return {
    version,
    architecture,
    name: textAt(metadata, 'general.name'),
    license: textAt(metadata, 'general.license'),
    contextLength: size('context_length', 1, maxContextLength),
    embeddingLength: size('embedding_length', 1),
    blockCount,
    headCount,
    headCountKv: metadata.has(`${architecture}.${headCountKey}_kv`)
      ? size(`${headCountKey}_kv`, smallestHeadCount)
      : headCount,
    vocabSize,
    fileType,
    quantization: quantizationWords[(fileType ?? -1) & ~guessedFileType] || mostUsedType(tensors),
    sizeBytes: [first, ...otherParts].reduce((sum, part) => sum + part.reader.sizeBytes, 0),
    tensorCount: tensors.length,
    parameterCount: tensors.reduce((sum, { elements }) => sum + elements, 0),
    chatTemplate: textAt(metadata, 'tokenizer.chat_template'),
    addBosToken: typeof addBosToken === 'boolean' ? addBosToken : undefined,
    specialTokens: vocabulary?.specialTokens ?? [],
    bosTokenId: vocabulary?.bosTokenId,
    bosToken: vocabulary?.bosToken,
    eosTokenId: vocabulary?.eosTokenId,
    eosToken: vocabulary?.eosToken,
  }
}

function allTensors(parts: readonly GgufFile[]): GgufTensor[] {
  const tensors = parts.flatMap((part) => part.tensors)
  if (tensors.length > 0) return tensors
  throw parts[0]?.reader.refusal('the file holds no weights. Choose the model itself.')
}

function readArchitecture(reader: GgufReader, metadata: GgufMetadata): string {
  const architecture = textAt(metadata, 'general.architecture')
  if (!architecture) throw reader.refusal('the header does not say which kind of model this is. Not loaded.')
  if (!knownArchitectures.has(architecture)) {
    throw reader.refusal(`this app's engine does not know '${shown(architecture)}' models yet.`)
  }
  const kind = architecture === 'clip' ? 'picture or sound reader' : textAt(metadata, 'general.type')
  if (kind !== undefined && kind !== 'model') {
    throw reader.refusal(`this is only a part of a model (${shown(kind)}). Choose the model itself.`)
  }
  return architecture
}

/** A size that is one number, or one a layer, of which the largest counts. */
function readSize(reader: GgufReader, metadata: GgufMetadata, key: string, smallest: number, largest: number): number {
  const entry = metadata.get(key)
  if (!entry) throw reader.refusal(`the header lacks '${key}'. Not loaded.`)
  const sizes = sizesOf(reader, entry)
  const size = Math.max(...sizes)
  // Layers without attention have 0 heads among others that have some.
  if (size >= smallest && sizes.every((each) => Number.isInteger(each) && each >= 0 && each <= largest)) return size
  throw reader.refusal(`the header gives an impossible '${key}'. Not loaded.`)
}

function sizesOf(reader: GgufReader, entry: GgufValue): number[] {
  if (entry.type === 'list') {
    const { type, count, position } = entry.value
    if ((type !== 'i32' && type !== 'u32') || count > maxLayers) return [Number.NaN]
    reader.seek(position)
    return Array.from({ length: count }, () => reader[type]())
  }
  return [entry.type !== 'f32' && entry.type !== 'f64' && typeof entry.value === 'number' ? entry.value : Number.NaN]
}

/** Counts of experts that llama.cpp asserts, ending the process. */
function checkExperts(reader: GgufReader, metadata: GgufMetadata, architecture: string): void {
  const [experts, used, groups, groupsUsed] = ['', '_used', '_group', '_group_used'].map(
    (part) => numberAt(metadata, `${architecture}.expert${part}_count`) ?? 0,
  ) as [number, number, number, number]
  const possible =
    experts === 0
      ? used === 0 && groups === 0
      : used > 0 &&
        used <= experts &&
        groups < experts &&
        (groups <= 1 || (experts % groups === 0 && groupsUsed > 0 && groupsUsed < groups))
  if (!possible) throw reader.refusal('the header gives impossible numbers of experts. Not loaded.')
}

function checkVocabularySize(
  reader: GgufReader,
  tensors: readonly GgufTensor[],
  architecture: string,
  vocabSize: number,
): void {
  const rows = tensors.find(({ name }) => name === 'token_embd.weight')?.dimensions[1]
  // Its embedding is of sounds.
  if (rows === undefined || rows === vocabSize || architecture === 'wavtokenizer-dec') return
  throw reader.refusal(`the vocabulary (${vocabSize}) and the weights (${rows}) differ in size. Not loaded.`)
}

function mostUsedType(tensors: readonly GgufTensor[]): string {
  const elements = new Map<string, number>()
  for (const tensor of tensors) elements.set(tensor.type, (elements.get(tensor.type) ?? 0) + tensor.elements)
  return [...elements].reduce((most, each) => (each[1] > most[1] ? each : most), ['', 0] as const)[0]
}

function textAt(metadata: GgufMetadata, key: string): string | undefined {
  const value = metadata.get(key)?.value
  return typeof value === 'string' ? value : undefined
}

function numberAt(metadata: GgufMetadata, key: string): number | undefined {
  const value = metadata.get(key)?.value
  return typeof value === 'number' ? value : undefined
}
