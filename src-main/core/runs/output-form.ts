import { AppError } from '#contract/errors'
import type { Step } from '#contract/recipe'
import { exampleText } from '#contract/recipe-shape'
import type { OutputForm } from '../engine.ts'

const sentenceEnds = /[.!?。！？]+/gu

/** What a template's answer is held to while it is written. Throws `bad-template` where its rules lack what they name. */
export function outputForm(step: Step): OutputForm {
  const { output } = step
  const { form, schema, choices, pattern, stop } = output
  if (form === 'json') return { kind: 'json', schema: schema ?? {} }
  if (form === 'choice') return { kind: 'choice', choices: choices ?? missing('choice', 'choices') }
  if (form === 'pattern') return { kind: 'pattern', pattern: pattern ?? missing('pattern', 'a pattern') }
  return { kind: 'text', ...(stop ? { stop } : {}), ...heldTo(step) }
}

/** What a text has in common with every example, as far as it can be written no other way. */
function heldTo(step: Step): Partial<OutputForm & { kind: 'text' }> {
  if (isInLines(step)) return { lines: step.output.labels }
  const texts = step.examples.map((example) => exampleText(step, example).trimEnd())
  const words = step.output.phrases?.find((phrase) =>
    texts.every((text) => text.endsWith(phrase) && /[.!?。！？]["”’»)]*\s+$/u.test(text.slice(0, -phrase.length))),
  )
  if (words === undefined || texts.length === 0) return {}
  const before = texts.map((text) => text.slice(0, -words.length).trimEnd())
  const sentences = Math.max(...before.map((text) => text.match(sentenceEnds)?.length ?? 1))
  return { ending: { words, sentences, inLines: texts.some((text) => text.includes('\n')) } }
}

/** Whether every example has its labels in their order, with one line each: only then a row is held to that too. */
function isInLines(step: Step): boolean {
  const { start, output, examples } = step
  const [first, ...others] = output.labels ?? []
  const isBegun = start === '' || start.trim().toLowerCase() === `${first}:`.toLowerCase()
  return (
    first !== undefined &&
    isBegun &&
    examples.every((example) => {
      const lines = exampleText(step, example).split('\n')
      return (
        lines.length === others.length + 1 &&
        [first, ...others].every((label, at) => lines[at]?.startsWith(`${label}:`))
      )
    })
  )
}

function missing(form: string, what: string): never {
  throw new AppError(
    'bad-template',
    `The template's output has the form “${form}”, but names no ${what}. Nothing was made.`,
  )
}
