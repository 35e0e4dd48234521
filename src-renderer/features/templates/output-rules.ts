import type { OutputContract, Step } from '#contract/recipe'
import type { Texts } from '../../locales/use-texts.tsx'

export type OutputRule = { what: string; rule: string }

/** The names that a JSON answer must have, in order. */
export function fieldsOf({ schema }: OutputContract): string[] {
  const required = schema?.['required']
  if (Array.isArray(required)) return required.map(String)
  const properties = schema?.['properties']
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : []
}

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
  return [
    { what: words.begins, rule: start ? `“${start}”` : words.anything },
    { what: words.isLong, rule: length },
    not,
  ]
}
