type Limits = {
  /** A run of this many units that occurs three times is a loop. */
  run: number
  /** A phrase of at most this many units is a loop when its repeats in a row cover `covered` units. */
  longestPhrase: number
  covered: number
}

const leastOccurrences = 3
const leastRepeats = 4
const wordLimits: Limits = { run: 8, longestPhrase: 7, covered: 24 }
/** For scripts that put no space between words a unit is a character: a word has one to four of them. */
const characterLimits: Limits = { run: 24, longestPhrase: 20, covered: 60 }
/** What is longer has no spaces to find words by, and is compared by characters from here on. */
const longestWord = 64
const sameLines = 3
const leastLineWords = 2

const spaceless =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const listMark = /^\s*(?:[-*•–+]|\(?(?:\d{1,3}|[a-z])[.)])\s+/i
const marksAtEnds = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu

/**
 * Finds out while a text is being written that it goes round in a loop: the same eight words three times, a shorter
 * phrase over and over, or one list item three times in a row. Costs a few operations a word.
 */
export function createLoopGuard() {
  const words = createPhraseGuard(wordLimits)
  const characters = createPhraseGuard(characterLimits)
  let word = ''
  let wordLength = 0
  let line = ''
  let lastItem = ''
  let sameItems = 1

  function endWord(): boolean {
    // A word of marks alone, such as an emoji, counts as it is.
    const unit = word.toLowerCase().replace(marksAtEnds, '') || word
    word = ''
    wordLength = 0
    return unit !== '' && words.push(unit)
  }

  function endLine(): boolean {
    const item = listMark.test(line) ? line.replace(listMark, '').trim().toLowerCase() : ''
    const isBlank = line.trim() === ''
    line = ''
    if (isBlank) return false
    const isLong = spaceless.test(item) || item.split(/\s+/).length >= leastLineWords
    sameItems = item !== '' && isLong && item === lastItem ? sameItems + 1 : 1
    lastItem = item
    return sameItems >= sameLines
  }

  function take(character: string): boolean {
    if (character === '\n') {
      const wordLoops = endWord()
      return endLine() || wordLoops
    }
    line += character
    if (/\s/.test(character)) return endWord()
    if (spaceless.test(character)) {
      const wordLoops = endWord()
      return characters.push(character) || wordLoops
    }
    if (++wordLength > longestWord) return characters.push(character)
    word += character
    return false
  }

  return {
    /** Takes the next piece of the text; true as soon as it loops. */
    push(piece: string): boolean {
      let loops = false
      for (const character of piece) loops = take(character) || loops
      return loops
    },
    /** The next text is another one: no phrase goes on from this into that. */
    breakText(): boolean {
      const loops = endWord()
      words.breakText()
      characters.breakText()
      line = ''
      lastItem = ''
      sameItems = 1
      return loops
    },
  }
}

function createPhraseGuard({ run, longestPhrase, covered }: Limits) {
  /** Of each run: how often it occurred without overlap, and where it last began. */
  const runs = new Map<string, { count: number; begin: number }>()
  /** For each length of a phrase: how many units in a row equal the one that many places before. */
  const equal = new Array<number>(longestPhrase + 1).fill(0)
  const recentLength = Math.max(run, longestPhrase + 1)
  let recent: string[] = []
  let position = 0

  function countRun(): number {
    if (recent.length < run) return 0
    const key = recent.slice(-run).join(' ')
    const begin = position - run
    const known = runs.get(key)
    if (!known) {
      runs.set(key, { count: 1, begin })
      return 1
    }
    if (begin >= known.begin + run) {
      known.count++
      known.begin = begin
    }
    return known.count
  }

  function repeats(unit: string): boolean {
    for (let length = 1; length <= longestPhrase; length++) {
      const inRow = recent.at(-1 - length) === unit ? (equal[length] ?? 0) + 1 : 0
      equal[length] = inRow
      const total = inRow + length
      if (inRow > 0 && total >= covered && total >= leastRepeats * length) return true
    }
    return false
  }

  return {
    push(unit: string): boolean {
      recent.push(unit)
      position++
      if (recent.length > recentLength) recent.shift()
      const inRow = repeats(unit)
      return countRun() >= leastOccurrences || inRow
    },
    breakText(): void {
      recent = []
      equal.fill(0)
    },
  }
}
