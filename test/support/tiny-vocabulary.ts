export const controlTokens = ['<|endoftext|>', '<|im_start|>', '<|im_end|>'] as const

const words =
  `the a of and to in is that for with on was as by at from or an be this which their have not are but it they
you your my we he she who what when where why how all each every more most some one two three many much new good great
small large old young first last long little own other work works worker teach teacher nurse farmer engineer student
city town home school family children year years day time life people person world water food money market music book
write read speak think know learn make help find use question answer problem number total how many`.split(/\s+/)

const normalType = 1
const controlType = 3
const userDefinedType = 4

/** Tokens of a family of models besides the three that every tiny model has. */
export type FamilyTokens = { control?: readonly string[]; userDefined?: readonly string[] }

/**
 * Byte-level BPE: three control tokens, 256 bytes, then every beginning of some common words, each made by one merge, and
 * at the end what a family adds.
 */
export function tinyVocabulary({ control = [], userDefined = [] }: FamilyTokens = {}): {
  tokens: string[]
  merges: string[]
  types: number[]
} {
  const letters = byteLetters()
  const tokens: string[] = [...controlTokens, ...letters]
  const known = new Set(tokens)
  const merges: string[] = []
  for (const word of words) {
    const [first = '', ...rest] = Array.from(Buffer.from(` ${word}`), (byte) => letters[byte] ?? '')
    rest.reduce((beginning, letter) => {
      const longer = beginning + letter
      if (!known.has(longer)) {
        known.add(longer)
        tokens.push(longer)
        merges.push(`${beginning} ${letter}`)
      }
      return longer
    }, first)
  }
  const types = tokens.map((_, id) => (id < controlTokens.length ? controlType : normalType))
  return {
    tokens: [...tokens, ...control, ...userDefined],
    merges,
    types: [...types, ...control.map(() => controlType), ...userDefined.map(() => userDefinedType)],
  }
}

/** The printable letter that stands for each byte in byte-level BPE (GPT-2): itself, or the next one after U+00FF. */
function byteLetters(): string[] {
  const isPrintable = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff)
  let next = 0x100
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(isPrintable(byte) ? byte : next++))
}
