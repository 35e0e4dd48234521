import { type Together, tokensTogether } from '#contract/together'
import { checkGgufModel, type GgufDimensions } from './check-gguf-model.ts'
import type { GgufFile } from './gguf-file.ts'
import { shown } from './gguf-metadata.ts'
import type { GgufTensor } from './gguf-tensors.ts'
import { knownArchitectures, quantizationWords } from './gguf-types.ts'
import { numberAt, sizesAt, textAt } from './gguf-values.ts'
import { type GgufVocabulary, readGgufVocabulary } from './gguf-vocabulary.ts'

export type GgufHeader = GgufDimensions &
  GgufVocabulary & {
    version: number
    architecture: string
    name?: string | undefined
    license?: string | undefined
    /** Tokens that the model was trained for. */
    contextLength: number
    fileType?: number | undefined
    /** 'Q4_1', 'Q4_K_M', ...; the type of most weights when the file does not say. */
    quantization: string
    together: Together
    /** Bytes of all parts. */
    sizeBytes: number
    tensorCount: number
    parameterCount: number
    chatTemplate?: string | undefined
    /** How the vectors of tokens become one of the text (llama.cpp's numbers); undefined in models that write. */
    poolingType?: number | undefined
    /** Undefined when the file leaves it to the tokenizer. */
    addBosToken?: boolean | undefined
  }

/** Ten million tokens are the longest context known. */
const maxContextLength = 1_000_000_000
/** Set by llama.cpp on a file type that was guessed. */
const guessedFileType = 1024

/** What a model is, from its first part and the tensors of all, after everything has been held against reason. */
export function describeGgufModel(first: GgufFile, otherParts: readonly GgufFile[]): GgufHeader {
  const { reader, metadata, version } = first
  const parts = [first, ...otherParts]
  const tensors = parts.flatMap((part) => part.tensors)
  if (tensors.length === 0) throw reader.refusal('the file holds no weights. Choose the model itself.')
  const architecture = readArchitecture(first)
  const contextKey = `${architecture}.context_length`
  const contextLength = sizesAt(first, contextKey, { smallest: 1, largest: maxContextLength })?.[0]
  if (contextLength === undefined) throw reader.refusal(`the header lacks '${contextKey}'. Not loaded.`)
  const vocabulary = readGgufVocabulary(reader, metadata)
  const dimensions = checkGgufModel(first, tensors, architecture, vocabulary.vocabSize)
  const fileType = numberAt(metadata, 'general.file_type')
  const addBosToken = metadata.get('tokenizer.ggml.add_bos_token')?.value

  return {
    version,
    architecture,
    name: textAt(metadata, 'general.name'),
    license: textAt(metadata, 'general.license'),
    contextLength,
    ...dimensions,
    ...vocabulary,
    fileType,
    quantization: quantizationWords[(fileType ?? -1) & ~guessedFileType] || mostUsedType(tensors),
    together: tokensTogether(tensors.map(({ type }) => type)),
    sizeBytes: parts.reduce((sum, part) => sum + part.reader.sizeBytes, 0),
    tensorCount: tensors.length,
    parameterCount: tensors.reduce((sum, { elements }) => sum + elements, 0),
    chatTemplate: textAt(metadata, 'tokenizer.chat_template'),
    poolingType: numberAt(metadata, `${architecture}.pooling_type`),
    addBosToken: typeof addBosToken === 'boolean' ? addBosToken : undefined,
  }
}

function readArchitecture({ reader, metadata }: GgufFile): string {
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

/** By the number of values. */
function mostUsedType(tensors: readonly GgufTensor[]): string {
  const elements = new Map<string, number>()
  for (const tensor of tensors) elements.set(tensor.type, (elements.get(tensor.type) ?? 0) + tensor.elements)
  return [...elements].reduce((most, each) => (each[1] > most[1] ? each : most), ['', 0] as const)[0]
}
