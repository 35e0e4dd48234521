import type { Step } from '#contract/recipe'
import { exampleText, fieldsOf } from '#contract/recipe-shape'
import type { Reason } from '#contract/runs'
import { hasPhrases } from '../has-phrases.ts'
import { parseObject, stringsIn } from '../json-values.ts'
import type { CheckBeginning, CheckText, CreateTextCheck, FindCopies } from '../prompting.ts'
import { wordsOf } from '../text.ts'
import { createCopyCheck } from './check-copies.ts'
import { endsAtBound, jsonRules } from './json-rules.ts'
import { hasLabels, textBehind } from './labelled-lines.ts'

/**
 * Makes the checks of one template. What is told with every row is taken apart once, so that a row costs only its own. A written
 * start passes by construction and so does not count.
 */
export const createTextCheck: CreateTextCheck = (step, told) => {
  const { labels, phrases = [] } = step.output
  const ofNames = namesOf(step)
  const copied = createCopyCheck(step, told)
  const follows = step.output.form === 'json' && step.output.schema ? jsonRules(step.output.schema) : () => true

  const whole: CheckText = ({ text, startLength, finishReason, persona }) => {
    const json = step.output.form === 'json' ? parseObject(text) : undefined
    const found: Reason[] = []
    if (finishReason === 'length' || (json && endsAtBound(step.output.schema, json))) found.push('cut-off')
    if (finishReason === 'repetition') found.push('repetition')
    const body = text.slice(startLength)
    if (!body.trim()) return [...found, 'empty']

    if (step.output.form === 'json' && !json) return found.length ? found : ['bad-json']
    if (!isOfForm(body.trim(), step.output, finishReason)) found.push('wrong-form')
    if (json && !follows(json)) found.push('bad-json')
    if ((labels && !hasLabels(text, labels)) || !hasPhrases(text, phrases)) found.push('missing-part')
    if (isTooShort(body, json, step.output.minWords)) found.push('too-short')

    const texts = json ? stringsIn(json) : [body]
    const reasons = copied.reasons(texts, persona)
    const name = wordsOf(firstValue(step, json ?? text)).join(' ')
    if (ofNames.has(name) && !reasons.includes('copied-name')) reasons.unshift('copied-name')
    return [...found, ...reasons]
  }

  const copies: FindCopies = ({ text, startLength, persona }) => {
    const json = step.output.form === 'json' ? parseObject(text) : undefined
    const first = firstValue(step, json ?? text)
    const example = ofNames.get(wordsOf(first).join(' '))
    const texts = json ? stringsIn(json) : [text.slice(startLength)]
    const found = texts.flatMap((each) => copied.parts(each, persona))
    const isTold = found.some((each) => each.text === first)
    return example === undefined || isTold ? found : [{ reason: 'copied-name', text: first, example }, ...found]
  }

  const beginning: CheckBeginning = (body, persona) => {
    const ends = Array.from(body.matchAll(/\s/g), ({ index }) => index)
    const last = ends.at(-1)
    // It goes on, so that its last word is in no address or signature yet.
    const reasonsAt = (end: number) => copied.reasons([`${body.slice(0, end)} …`], persona)
    // The last word may still grow into another one.
    if (last === undefined || reasonsAt(last).length === 0) return undefined
    // Where it became so does not depend on how the text came in.
    const length = ends.find((end) => reasonsAt(end).length > 0) ?? last
    return { reasons: reasonsAt(length), length }
  }

  return { whole, beginning, copies }
}

/**
 * The model was held to the form, but an answer that was cut off may have only a part of it. Such a one is not held
 * against a pattern, which may take for ever to say that it does not fit.
 */
function isOfForm(body: string, { form, choices, pattern }: Step['output'], finishReason: string): boolean {
  if (form === 'choice') return choices?.includes(body) ?? false
  return form !== 'pattern' || (finishReason === 'stop' && new RegExp(pattern ?? '').test(body))
}

/**
 * What the first label or field of the examples names, where each names another one, with the place of its example. One
 * word may be a kind or a grade, which rows may share.
 */
function namesOf(step: Step): ReadonlyMap<string, number> {
  const names = step.examples.map((example) => {
    const answer = typeof example.output === 'string' ? exampleText(step, example) : example.output
    return wordsOf(firstValue(step, answer)).join(' ')
  })
  const isEachAnother = names.length > 1 && new Set(names).size === names.length
  const named = names.map((name, at) => [name, at] as const)
  return new Map(isEachAnother ? named.filter(([name]) => name.includes(' ')) : [])
}

/** What stands behind the first label of an answer, or in its first field. */
function firstValue({ output }: Step, answer: string | Record<string, unknown>): string {
  const [label] = output.labels ?? []
  if (typeof answer === 'string')
    return label === undefined ? '' : textBehind(answer, label, output.labels ?? []).trim()
  const value = answer[fieldsOf(output)[0] ?? '']
  return typeof value === 'string' ? value : ''
}

function isTooShort(
  body: string,
  json: Record<string, unknown> | undefined,
  minWords: Step['output']['minWords'],
): boolean {
  if (typeof minWords === 'number') return wordsOf(body).length < minWords
  return Object.entries(minWords).some(
    ([field, least]) => stringsIn(json?.[field]).reduce((sum, text) => sum + wordsOf(text).length, 0) < least,
  )
}
