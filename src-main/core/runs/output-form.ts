import { AppError } from '#contract/errors'
import type { Step } from '#contract/recipe'
import type { OutputForm } from '../engine.ts'

/** What a template's answer is held to while it is written. Throws `bad-template` where its rules lack what they name. */
export function outputForm({ output }: Step): OutputForm {
  const { form, schema, choices, pattern, stop } = output
  if (form === 'json') return { kind: 'json', schema: schema ?? {} }
  if (form === 'choice') return { kind: 'choice', choices: choices ?? missing('choice', 'choices') }
  if (form === 'pattern') return { kind: 'pattern', pattern: pattern ?? missing('pattern', 'a pattern') }
  return { kind: 'text', ...(stop ? { stop } : {}) }
}

function missing(form: string, what: string): never {
  throw new AppError(
    'bad-template',
    `The template's output has the form “${form}”, but names no ${what}. Nothing was made.`,
  )
}
