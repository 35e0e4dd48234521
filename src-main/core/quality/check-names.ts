import type { Example, Step } from '#contract/recipe'
import { exampleText } from '#contract/recipe-shape'
import { hasPhrases } from '../has-phrases.ts'
import { inferLanguage } from '../infer-language.ts'
import { stringsIn } from '../json-values.ts'
import type { ComposedPrompt } from '../prompting.ts'
import { ngramsOf } from '../text.ts'
import { textBehind } from './labelled-lines.ts'

/** Words in capitals alone are no part of a name, and neither is the “’s” behind it. */
const word = String.raw`(?!I['’])\p{Lu}['’]?[^\P{L}\p{Ll}]*\p{Ll}\p{L}*(?:[-'’]\p{Lu}\p{L}+)*`
const oneWord = new RegExp(String.raw`(?<![\p{L}\p{N}'’-])${word}`, 'gu')
const runOfWords = new RegExp(String.raw`(?<![\p{L}\p{N}'’-])${word}(?:[ \t]+${word})*`, 'gu')
const capitalised = new RegExp(
  String.raw`(?<![\p{L}\p{N}'’-])${word}(?:(?:(?<=Mrs?|Ms|Dr|Prof|St)\.)?[ \t]+${word})+`,
  'gu',
)
/** Behind these a capital says nothing. */
const beginning = /(?:^|[.!?…:"“„«‘([*_#•–—-])$/u
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

/**
 * Finds the names of a template's examples in a row: two or more words with capitals that only one example has, and that
 * neither the rest of the prompt nor the persona has. A name that two of them share is one of the template's own world.
 * Where a person's own text stands in place of that world, its words with capitals are names too.
 */
export function createNameCheck(
  step: Step,
  { given, replaced }: Pick<ComposedPrompt, 'given' | 'replaced'>,
): (text: string, persona: string) => { text: string; example: number | undefined }[] {
  const names = namesOfExamples(step, given)
  const coined = new Set(replaced ? coinedWords(step, replaced).filter((each) => !hasPhrases(given, [each])) : [])
  if (names.size + coined.size === 0) return () => []
  return (text, persona) => {
    const words = Array.from(text.matchAll(oneWord), ([each]) => each).filter((each) => coined.has(each))
    const found = Array.from(text.replace(/\s+/gu, ' ').matchAll(capitalised), ([run]) => wordsIn(run))
      .flatMap((run) => sizes.flatMap((size) => ngramsOf(run, size)))
      .filter((name) => names.has(name))
    return [...new Set([...words, ...found])]
      .filter((name) => !hasPhrases(persona, [name]))
      .map((name) => ({ text: name, example: names.get(name) }))
  }
}

/** Words of a world with capitals inside a sentence, and those that are all that stands behind a label of an example. */
function coinedWords({ start, output: { labels = [] }, examples }: Step, world: string): string[] {
  const alone = Array.from(world.matchAll(runOfWords))
    .filter(
      ({ 0: run, index }) => !/\s/.test(run) && !beginning.test(world.slice(Math.max(0, index - 3), index).trimEnd()),
    )
    .map(([run]) => run)
  const values = examples
    .flatMap((example) => textsOf(example, start))
    .flatMap((text) => labels.map((label) => textBehind(text, label, labels)))
  return [...alone, ...values.filter((value) => /^\p{Lu}\p{Ll}[\p{L}’'-]*$/u.test(value))]
}

/** Each with the place of its example. */
function namesOfExamples({ start, output, examples }: Step, given: string): ReadonlyMap<string, number> {
  const { labels = [], phrases = [], choices = [], schema = {} } = output
  const known = [given, start, ...labels, ...phrases, ...choices, ...stringsIn(schema)].join('\n')
  const texts = examples.map((example) => textsOf(example, start))
  const hasNouns = inferLanguage(texts.flat()) === languageOfCapitals
  const found = texts.map((each) => new Set(each.flatMap((text) => namesIn(text, hasNouns))))
  return new Map(
    found.flatMap((names, at) =>
      [...names]
        .filter(
          (name) =>
            !hasPhrases(`${known}\n${examples[at]?.persona}`, [name]) &&
            found.every((others, other) => other === at || !others.has(name)),
        )
        .map((name) => [name, at]),
    ),
  )
}

function textsOf(example: Example, start: string): string[] {
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
      const isFirst = at === 0 && !isAlone && beginning.test(before)
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
