import type { Step } from '#contract/recipe'
import { fieldsOf } from '#contract/recipe-shape'
import type { Texts } from '../../locales/use-texts.tsx'

export type OutputRule = { what: string; rule: string }

/** Of many choices; the template's file has all of them. */
const choicesShown = 12
/** Of a pattern, in letters. */
const patternShown = 300

/** A template's output contract as a person would say it. */
export function outputRules({ start, output }: Step, { templates }: Texts): OutputRule[] {
  const words = templates.rules
  const not = { what: words.mustNot, rule: words.not }
  if (output.form === 'json') {
    const fields = fieldsOf(output)
    const form = { what: words.isForm, rule: fields.length > 0 ? words.json(fields) : words.jsonAny }
    const lengths = Object.entries(typeof output.minWords === 'number' ? {} : output.minWords).map(([field, count]) =>
      words.fieldWords(field, count),
    )
    return [form, ...lengths.map((rule) => ({ what: words.isLong, rule })), not]
  }
  const count = typeof output.minWords === 'number' ? output.minWords : 0
  const length = count === 0 ? words.anyLength : start ? words.wordsAfter(count) : words.words(count)
  const begins = { what: words.begins, rule: start ? `“${start.trim()}”` : words.anything }
  const isLong = { what: words.isLong, rule: length }
  const lines =
    (output.labels ?? []).length > 0 ? [{ what: words.hasLines, rule: words.lines(output.labels ?? []) }] : []
  const { phrases = [] } = output
  const has = phrases.length > 0 ? [{ what: words.hasPhrases, rule: words.phrases(phrases) }] : []
  if (output.form === 'text') return [begins, ...lines, ...has, isLong, not]
  return [...(start ? [begins] : []), formRule(output, start, words), ...(count > 0 ? [isLong] : []), not]
}

function formRule(
  { form, choices = [], pattern = '' }: Step['output'],
  start: string,
  words: Texts['templates']['rules'],
): OutputRule {
  if (form === 'choice') {
    const what = start ? words.goesOnWithOne : words.isOneOf
    return { what, rule: words.choices(choices.slice(0, choicesShown), choices.length) }
  }
  const isCut = pattern.length > patternShown
  const what = start ? words.goesOnAsPattern : words.fitsPattern
  return { what, rule: isCut ? `${pattern.slice(0, patternShown)}…` : pattern }
}
