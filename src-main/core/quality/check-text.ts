import type { Example, Step } from '#contract/recipe'
import { exampleText, fieldsOf } from '#contract/recipe-shape'
import type { Reason } from '#contract/runs'
import { hasPhrases } from '../has-phrases.ts'
import { parseObject, stringsIn } from '../json-values.ts'
import type { CheckBeginning, CheckText, CopiedPart, CreateTextCheck, FindCopies } from '../prompting.ts'
import { ngramsOf, wordsOf } from '../text.ts'
import { createNameCheck } from './check-names.ts'
import { endsAtBound, jsonRules } from './json-rules.ts'
import { hasLabels, textBehind } from './labelled-lines.ts'
import { sharedPassages } from './shared-passages.ts'

/** Words in a row that count as copied: from examples and instructions, and from the persona. */
const copiedRun = 8
const copiedPersonaRun = 10
/** Below this a persona is a plain name of a thing ("a nurse"), which a row about it may well contain. */
const shortestPersona = 4

/**
 * Makes the checks of one template. The n-grams of its examples and instructions are kept, and their names, so that a row costs
 * only its own. A written start passes by construction and so does not count.
 */
export const createTextCheck: CreateTextCheck = (step, { instructions, ...told }) => {
  const { labels, phrases = [] } = step.output
  // What each row must have is no copy of what the examples have.
  const asked = new Set(phrases.flatMap(runsOf))
  const ofExamples = new Map(
    step.examples.flatMap((example, at) =>
      exampleTexts(example)
        .flatMap(runsOf)
        .filter((run) => !asked.has(run))
        .map((run) => [run, at]),
    ),
  )
  const ofInstructions = new Set(runsOf(instructions)).difference(asked)
  const ofNames = namesOf(step)
  const copiedNames = createNameCheck(step, told)
  const follows = step.output.form === 'json' && step.output.schema ? jsonRules(step.output.schema) : () => true

  function copied(texts: readonly string[], persona: string): Reason[] {
    const runs = texts.flatMap(runsOf)
    return [
      ...(runs.some((run) => ofExamples.has(run)) || texts.some((text) => copiedNames(text, persona).length > 0)
        ? (['copied-example'] as const)
        : []),
      ...(runs.some((run) => ofInstructions.has(run)) ? (['copied-instructions'] as const) : []),
      ...(copiesPersona(texts, persona) ? (['copied-persona'] as const) : []),
    ]
  }

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
    const reasons = copied(texts, persona)
    const name = wordsOf(firstValue(step, json ?? text)).join(' ')
    if (ofNames.has(name) && !reasons.includes('copied-example')) reasons.unshift('copied-example')
    return [...found, ...reasons]
  }

  const copies: FindCopies = ({ text, startLength, persona }) => {
    const json = step.output.form === 'json' ? parseObject(text) : undefined
    const first = firstValue(step, json ?? text)
    const example = ofNames.get(wordsOf(first).join(' '))
    const found: CopiedPart[] = (json ? stringsIn(json) : [text.slice(startLength)]).flatMap((each) => [
      ...sharedPassages(each, copiedRun, ofExamples),
      ...copiedNames(each, persona),
    ])
    const isTold = found.some((each) => each.text === first)
    return example === undefined || isTold ? found : [{ text: first, example }, ...found]
  }

  const beginning: CheckBeginning = (body, persona) => {
    const ends = Array.from(body.matchAll(/\s/g), ({ index }) => index)
    const last = ends.at(-1)
    // The last word may still grow into another one.
    if (last === undefined || copied([body.slice(0, last)], persona).length === 0) return undefined
    // Where it became so does not depend on how the text came in.
    const length = ends.find((end) => copied([body.slice(0, end)], persona).length > 0) ?? last
    return { reasons: copied([body.slice(0, length)], persona), length }
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

function exampleTexts({ output }: Example): string[] {
  return typeof output === 'string' ? [output] : stringsIn(output)
}

function runsOf(text: string): string[] {
  return ngramsOf(wordsOf(text), copiedRun)
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

function copiesPersona(texts: readonly string[], persona: string): boolean {
  const words = wordsOf(persona)
  if (words.length < shortestPersona) return false
  const size = Math.min(words.length, copiedPersonaRun)
  const runs = new Set(ngramsOf(words, size))
  return texts.some((text) => ngramsOf(wordsOf(text), size).some((run) => runs.has(run)))
}
