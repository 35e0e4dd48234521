import { AppError } from '#contract/errors'
import type { Step } from '#contract/recipe'
import { exampleText } from '#contract/recipe-shape'
import type { OutputForm } from '../engine.ts'

/** What a template's answer is held to while it is written. Throws `bad-template` where its rules lack what they name. */
export function outputForm(step: Step): OutputForm {
  const { output } = step
  const { form, schema, choices, pattern, stop } = output
  if (form === 'json') return { kind: 'json', schema: schema ?? {} }
  if (form === 'choice') return { kind: 'choice', choices: choices ?? missing('choice', 'choices') }
  if (form === 'pattern') return { kind: 'pattern', pattern: pattern ?? missing('pattern', 'a pattern') }
  return { kind: 'text', ...(stop ? { stop } : {}), ...(isInLines(step) ? { lines: output.labels } : {}) }
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
