import type { Example, Step } from '#contract/recipe'
import { exampleText } from '#contract/recipe-shape'
import { hasPhrases, hasWord } from './has-phrases.ts'
import { inferLanguage } from './infer-language.ts'
import { stringsIn } from './json-values.ts'
import { capitalWord, loneNamesIn } from './lone-names.ts'
import { ngramsOf } from './text.ts'

const capitalised = new RegExp(
  String.raw`(?<![\p{L}\p{N}'’-])${capitalWord}(?:(?:(?<=Mrs?|Ms|Dr|Prof|St)\.)?[ \t]+${capitalWord})+`,
  'gu',
)
/** Behind these a capital says nothing. */
export const sentenceBeginning = /(?:^|[.!?…:"“„«‘([*_#•–—-])$/u
/** What does not stand around a name that is alone in its line. */
const more = /[^\s"“”„«»‘’*_#•–—-]/u
/** What is written in capitals in letters of anybody, about anything. */
const anybodys = new Set(
  `the dear hi hello yours regards wishes sincerely truly faithfully greetings sir madam customer service support team
  department manager monday tuesday wednesday thursday friday saturday sunday january february march april may june july
  august september october november december`.split(/\s+/),
)
/** How many words a name has. What is longer is a heading, and eight words in a row are a copy anyway. */
const sizes = [2, 3, 4, 5, 6]
/** Every noun has a capital here, so that “Glas Wasser” looks like a name. */
const languageOfCapitals = 'de'

/** The names that only one example has, and that stand nowhere else in what is `given`; each with the place of its example. */
export function namesOfExamples({ start, output, examples }: Step, given: string): ReadonlyMap<string, number> {
  const { labels = [], phrases = [], choices = [], schema = {} } = output
  const known = [given, start, ...labels, ...phrases, ...choices, ...stringsIn(schema)].join('\n')
  const texts = examples.map((example) => textsOfExample(example, start))
  const hasNouns = inferLanguage(texts.flat()) === languageOfCapitals
  const found = texts.map((each) => new Set(each.flatMap((text) => namesIn(text, hasNouns))))
  const lone = loneNamesOf(texts)
  return new Map(
    examples.flatMap(({ persona }, at) =>
      [...(found[at] ?? []), ...(lone[at] ?? [])]
        .filter(
          (name) =>
            !hasName(`${known}\n${persona}`, name) && found.every((others, other) => other === at || !others.has(name)),
        )
        .map((name) => [name, at]),
    ),
  )
}

/** Whether a text has a name: one word as a word, as “Ana” is in “manager” by chance. */
export function hasName(text: string, name: string): boolean {
  return name.includes(' ') ? hasPhrases(text, [name]) : hasWord(text, name)
}

/** Of each example the names of one word that no other one has, wherever in it, and that are no words in small letters. */
function loneNamesOf(texts: readonly string[][]): string[][] {
  const words = new Set(texts.flat().flatMap((text) => text.match(/\p{L}+/gu) ?? []))
  return texts.map((each, at) => {
    const others = texts.filter((_, other) => other !== at).flat()
    return each
      .flatMap((text) => loneNamesIn(text))
      .filter((name) => !anybodys.has(name.toLowerCase()) && !words.has(name.toLowerCase()))
      .filter((name) => !others.some((text) => hasWord(text, name)))
  })
}

/** Runs of words with capitals in a text, and parts of them, as names are compared. */
export function nameCandidates(text: string): string[] {
  return Array.from(text.replace(/\s+/gu, ' ').matchAll(capitalised), ([run]) => wordsIn(run)).flatMap((run) =>
    sizes.flatMap((size) => ngramsOf(run, size)),
  )
}

/** What of an answer may hold names: its text with its start, or the values of its fields. */
export function textsOfExample(example: Example, start: string): string[] {
  return typeof example.output === 'string' ? [exampleText({ start }, example)] : stringsIn(example.output)
}

function namesIn(text: string, hasNouns: boolean): string[] {
  return Array.from(text.matchAll(capitalised)).flatMap(({ 0: run, index }) => {
    const before = text.slice(text.lastIndexOf('\n', index) + 1, index).trimEnd()
    const after = text.slice(index + run.length).split('\n', 1)[0] ?? ''
    const isAlone = !more.test(before) && !more.test(after)
    if (hasNouns && !isAlone && !(before.endsWith(',') && after.trim() === '')) return []
    // Where a word says nothing, the name ends.
    const telling = wordsIn(run).map((each, at) => {
      const isFirst = at === 0 && !isAlone && sentenceBeginning.test(before)
      return isFirst || anybodys.has(each.toLowerCase()) ? '\n' : each
    })
    return telling
      .join(' ')
      .split('\n')
      .map((name) => name.trim())
      .filter((name) => sizes.includes(name.split(' ').length))
  })
}

/** With one spelling for “Mr.” and for both kinds of apostrophes. */
function wordsIn(run: string): string[] {
  return run
    .replaceAll('.', '')
    .replaceAll('’', "'")
    .split(/[ \t]+/)
}
