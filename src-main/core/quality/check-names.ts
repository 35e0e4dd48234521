import type { Example, Step } from '#contract/recipe'
import { exampleText } from '#contract/recipe-shape'
import { hasPhrases } from '../has-phrases.ts'
import { inferLanguage } from '../infer-language.ts'
import { stringsIn } from '../json-values.ts'

/** Words in capitals alone are no part of a name, and neither is the “’s” behind it. */
const word = String.raw`(?!I['’])\p{Lu}['’]?\p{L}*\p{Ll}\p{L}*(?:[-'’]\p{Lu}\p{L}+)*`
const capitalised = new RegExp(
  String.raw`(?<![\p{L}\p{N}'’-])${word}(?:(?:(?<=Mrs?|Ms|Dr|Prof|St)\.)?[ \t]+${word})+`,
  'gu',
)
/** Behind these a capital says nothing. */
const beginning = /(?:^|[\n.!?…:"“„«‘([*_#•–—-])\s*$/u
/** What stands around a name that is alone in its line. */
const marks = /^[\s"“„«‘*_#•–—-]+|[\s"”’»*_]+$/gu
/** What is written in capitals in letters of anybody, about anything. */
const anybodys = new Set(
  `the dear hi hello yours regards wishes sincerely truly faithfully greetings sir madam customer service support team
  department manager monday tuesday wednesday thursday friday saturday sunday january february march april may june july
  august september october november december`.split(/\s+/),
)
/** Every noun has a capital here, so that “Glas Wasser” looks like a name. */
const languageOfCapitals = 'de'

/**
 * Finds the names of a template's examples in a row: two or more words with capitals that only one example has, and that
 * neither the rest of the prompt nor the persona has. A name that two of them share is one of the template's own world.
 *
 * @param given What the model is told beside the examples
 */
export function createNameCheck(step: Step, given: string): (text: string, persona: string) => boolean {
  const names = namesOfExamples(step, given)
  if (names.length === 0) return () => false
  const ways = names.map((name) => name.split(' ').map(RegExp.escape).join('\\.?\\s+'))
  const any = new RegExp(`(?<![\\p{L}\\p{N}])(?:${ways.join('|')})(?![\\p{L}\\p{N}])`, 'gu')
  return (text, persona) => (text.match(any) ?? []).some((name) => !hasPhrases(persona, [name]))
}

function namesOfExamples({ start, output, examples }: Step, given: string): string[] {
  const { labels = [], phrases = [], choices = [], schema = {} } = output
  const known = [given, start, ...labels, ...phrases, ...choices, ...stringsIn(schema)].join('\n')
  const texts = examples.map((example) => textsOf(example, start))
  const hasNouns = inferLanguage(texts.flat()) === languageOfCapitals
  const found = texts.map((each) => new Set(each.flatMap((text) => namesIn(text, hasNouns))))
  return found.flatMap((names, at) =>
    [...names].filter(
      (name) =>
        !hasPhrases(`${known}\n${examples[at]?.persona}`, [name]) &&
        found.every((others, other) => other === at || !others.has(name)),
    ),
  )
}

function textsOf(example: Example, start: string): string[] {
  return typeof example.output === 'string' ? [exampleText({ start }, example)] : stringsIn(example.output)
}

function namesIn(text: string, hasNouns: boolean): string[] {
  return Array.from(text.matchAll(capitalised)).flatMap(({ 0: run, index }) => {
    const before = text.slice(0, index)
    const line = text.slice(text.lastIndexOf('\n', index) + 1).split('\n', 1)[0] ?? ''
    const isAlone = line.replace(marks, '') === run
    if (hasNouns && !isAlone && !line.endsWith(`, ${run}`)) return []
    const words = run.replaceAll('.', '').split(/[ \t]+/)
    const said = words.map((each, at) => (at === 0 && !isAlone && beginning.test(before) ? '' : each))
    return said
      .map((each) => (anybodys.has(each.toLowerCase()) ? '' : each))
      .join(' ')
      .split(/(?:^|\s)\s+|\s+$/)
      .filter((name) => name.includes(' '))
  })
}
