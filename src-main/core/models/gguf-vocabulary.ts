import { type GgufList, type GgufMetadata, shown } from './gguf-metadata.ts'
import type { GgufReader } from './gguf-reader.ts'
import { textAt } from './gguf-values.ts'

/** Several times the largest vocabulary known. */
const maxTokens = 1_000_000
const maxTokenBytes = 32 * 1024 * 1024
const maxSpecialTokens = 100_000
const maxSpecialBytes = 4 * 1024 * 1024
/** `tokenizer.ggml.token_type` of tokens that llama.cpp finds as a whole in a text: unknown, control, user-defined. */
const wholeTokenTypes = new Set([2, 3, 4])
/** Looks that make llama.cpp treat a token as control, whatever type the file gives it. */
const controlLook = /^(<\|.*|<.*\|>|<end_of_\w+>|<\/s>|<eos>|_?<EOT>|\[EO[TS]\]|\[e~\[|<｜.*｜>)$/
const firstBytes = new Set(Buffer.from('<[_'))
const maxLookBytes = 64

export type GgufVocabulary = {
  vocabSize: number
  /**
   * Texts of control, user-defined and unknown tokens, and of tokens that look like control tokens: an inserted text
   * that contains one of them must not be tokenised together with its surroundings.
   */
  specialTokens: string[]
  bosTokenId?: number | undefined
  bosToken?: string | undefined
  eosTokenId?: number | undefined
  eosToken?: string | undefined
}

/** Goes through the token list once more, for the few texts that are needed and for what would end the engine. */
export function readGgufVocabulary(reader: GgufReader, metadata: GgufMetadata): GgufVocabulary {
  const model = textAt(metadata, 'tokenizer.ggml.model')
  const tokens = listOf(reader, metadata, 'tokenizer.ggml.tokens', 'text')
  if (!tokens || model === undefined || model === 'none' || model === 'no_vocab') {
    throw reader.refusal('the file holds no vocabulary, so it cannot read or write text. Choose another model.')
  }
  if (tokens.count > maxTokens) throw reader.refusal('the header has too many tokens. Not loaded.')
  const types = listOf(reader, metadata, 'tokenizer.ggml.token_type', 'i32')
  if (types && types.count !== tokens.count) throw reader.refusal('the token lists differ in length. Not loaded.')

  const roles = tokensWithRoles(metadata)
  const wanted = new Set([...(types ? wholeTokenIds(reader, types) : []), ...roles.values()])
  const { texts, hasEveryByte } = readTokens(reader, tokens, wanted)
  if (model === 'llama' && !hasEveryByte) {
    throw reader.refusal('the vocabulary cannot spell every text, which would end the engine. Not loaded.')
  }
  const roleOf = (role: string) => {
    const id = roles.get(`tokenizer.ggml.${role}_token_id`)
    return id !== undefined && texts.has(id) ? id : undefined
  }
  const bosTokenId = roleOf('bos')
  const eosTokenId = roleOf('eos')
  return {
    vocabSize: tokens.count,
    // An empty text would be found everywhere.
    specialTokens: [...texts.values()].filter((text) => text !== ''),
    bosTokenId,
    bosToken: bosTokenId === undefined ? undefined : texts.get(bosTokenId),
    eosTokenId,
    eosToken: eosTokenId === undefined ? undefined : texts.get(eosTokenId),
  }
}

function listOf(reader: GgufReader, metadata: GgufMetadata, key: string, type: GgufList['type']): GgufList | undefined {
  const entry = metadata.get(key)
  if (!entry) return undefined
  if (entry.type === 'list' && entry.value.type === type) return entry.value
  throw reader.refusal(`the list '${shown(key)}' has the wrong type. Not loaded.`)
}

/** Ids of `bos_token_id`, `eot_token_id`, ... by key. */
function tokensWithRoles(metadata: GgufMetadata): Map<string, number> {
  return new Map(
    [...metadata].flatMap(([key, { value }]) =>
      key.endsWith('_token_id') && typeof value === 'number' ? [[key, value] as const] : [],
    ),
  )
}

function wholeTokenIds(reader: GgufReader, types: GgufList): Set<number> {
  const ids = new Set<number>()
  reader.seek(types.position)
  for (let id = 0; id < types.count; id++) {
    if (wholeTokenTypes.has(reader.i32())) ids.add(id)
    if (ids.size > maxSpecialTokens) throw tooMany(reader)
  }
  return ids
}

/** Texts by id of the wanted tokens and of those that look like control tokens. */
function readTokens(reader: GgufReader, tokens: GgufList, wanted: ReadonlySet<number>) {
  const texts = new Map<number, string>()
  // One character a byte: all of them are held here, and bytes are what must differ.
  const seen = new Set<string>()
  let seenBytes = 0
  let keptBytes = 0
  reader.seek(tokens.position)
  for (let id = 0; id < tokens.count; id++) {
    const raw = reader.bytes(reader.textLength('token'))
    const key = raw.toString('latin1')
    if (key !== '' && seen.has(key)) {
      throw reader.refusal(`the token '${shown(raw.toString('utf8'))}' is there twice. Not loaded.`)
    }
    seen.add(key)
    seenBytes += raw.length
    if (seenBytes > maxTokenBytes) throw reader.refusal('the header has too many tokens. Not loaded.')
    if (!wanted.has(id) && !looksLikeControl(raw)) continue
    texts.set(id, raw.toString('utf8'))
    keptBytes += raw.length
    if (texts.size > maxSpecialTokens || keptBytes > maxSpecialBytes) throw tooMany(reader)
  }
  return { texts, hasEveryByte: everyByteIn(seen) }
}

function looksLikeControl(raw: Buffer): boolean {
  return raw.length <= maxLookBytes && firstBytes.has(raw[0] ?? 0) && controlLook.test(raw.toString('utf8'))
}

/** SentencePiece in llama.cpp writes what it has no token for in bytes, and has no way out when one is missing. */
function everyByteIn(tokens: ReadonlySet<string>): boolean {
  return Array.from({ length: 256 }, (_, byte) => byte).every(
    (byte) =>
      tokens.has(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`) || tokens.has(String.fromCharCode(byte)),
  )
}

function tooMany(reader: GgufReader): Error {
  return reader.refusal('the header has too many control tokens. Not loaded.')
}
