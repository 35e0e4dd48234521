import { type GgufList, type GgufMetadata, shown } from './gguf-metadata.ts'
import type { GgufReader } from './gguf-reader.ts'

const maxSpecialTokens = 100_000
const maxSpecialBytes = 4 * 1024 * 1024
/** `tokenizer.ggml.token_type` of tokens that llama.cpp finds as a whole in a text: unknown, control, user-defined. */
const wholeTokenTypes = new Set([2, 3, 4])
/** Looks that make llama.cpp treat a token as control, whatever type the file gives it. */
const controlLook = /^(<\|.*|<.*\|>|<end_of_\w+>|<\/s>|<eos>|_?<EOT>|\[EO[TS]\]|\[e~\[|<｜.*｜>)$/
const firstBytes = new Set(Buffer.from('<[_'))
const maxLookBytes = 64

export type GgufVocabulary = {
  size: number
  /** Texts of every token that must not arise from inserted text. */
  specialTokens: string[]
  bosTokenId?: number | undefined
  bosToken?: string | undefined
  eosTokenId?: number | undefined
  eosToken?: string | undefined
}

/** Goes through the token list once more, for the few texts that are needed. Undefined when the file has no such list. */
export function readGgufVocabulary(reader: GgufReader, metadata: GgufMetadata): GgufVocabulary | undefined {
  const tokens = listOf(reader, metadata, 'tokenizer.ggml.tokens', 'text')
  if (!tokens) return undefined
  const types = listOf(reader, metadata, 'tokenizer.ggml.token_type', 'i32')
  if (types && types.count !== tokens.count) throw reader.refusal('the token lists differ in length. Not loaded.')

  const special = types ? specialIds(reader, types) : new Set<number>()
  const named = namedIds(metadata)
  const texts = readTexts(reader, tokens, new Set([...special, ...named.values()]))
  const idOf = (role: string) => {
    const id = named.get(`tokenizer.ggml.${role}_token_id`)
    return id !== undefined && texts.has(id) ? id : undefined
  }
  const bosTokenId = idOf('bos')
  const eosTokenId = idOf('eos')
  return {
    size: tokens.count,
    // An empty text would be found everywhere.
    specialTokens: [...new Set(texts.values())].filter((text) => text !== ''),
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

/** Ids with a role (`bos_token_id`, `eot_token_id`, ...) by key. */
function namedIds(metadata: GgufMetadata): Map<string, number> {
  return new Map(
    [...metadata].flatMap(([key, { value }]) =>
      key.endsWith('_token_id') && typeof value === 'number' ? [[key, value] as const] : [],
    ),
  )
}

function specialIds(reader: GgufReader, types: GgufList): Set<number> {
  const ids = new Set<number>()
  reader.seek(types.position)
  for (let id = 0; id < types.count; id++) {
    if (wholeTokenTypes.has(reader.i32())) ids.add(id)
    if (ids.size > maxSpecialTokens) throw tooMany(reader)
  }
  return ids
}

/** Texts by id of the wanted tokens and of those that look like control tokens. */
function readTexts(reader: GgufReader, tokens: GgufList, wanted: ReadonlySet<number>): Map<number, string> {
  const texts = new Map<number, string>()
  let keptBytes = 0
  reader.seek(tokens.position)
  for (let id = 0; id < tokens.count; id++) {
    const bytes = reader.textLength('token')
    const text = wanted.has(id) ? reader.text(bytes) : readControlLook(reader, bytes)
    if (text === undefined) continue
    texts.set(id, text)
    keptBytes += bytes
    if (texts.size > maxSpecialTokens || keptBytes > maxSpecialBytes) throw tooMany(reader)
  }
  return texts
}

function readControlLook(reader: GgufReader, bytes: number): string | undefined {
  const end = reader.position() + bytes
  if (bytes >= 3 && bytes <= maxLookBytes && firstBytes.has(reader.u8())) {
    reader.seek(end - bytes)
    const text = reader.text(bytes)
    return controlLook.test(text) ? text : undefined
  }
  reader.seek(end)
  return undefined
}

function tooMany(reader: GgufReader): Error {
  return reader.refusal('the header has too many control tokens. Not loaded.')
}
