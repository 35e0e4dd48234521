import type { Example, OutputContract, Recipe, Step } from '#contract/recipe'
import { unknownVariable } from './prompt-flaws.ts'

/** What a person changes in a template of their own. */
export type TemplateDraft = {
  name: string
  summary: string
  prompt: string
  turn: string
  start: string
  minWords: number
  labels: string[]
  phrases: string[]
  draw: number
  examples: ExampleDraft[]
  /** The template that it began with, for all that the form does not show. */
  beneath: Recipe
}

/** An example as it is written into fields. `stored` is what it was, kept as long as its answer reads the same. */
export type ExampleDraft = { persona: string; answer: string; stored?: Example['output']; background?: string }

export type DraftProblem =
  | { kind: 'name-missing' | 'prompt-empty' | 'persona-missing' | 'turn-persona-missing' }
  | { kind: 'unknown-variable'; name: string }
  | { kind: 'example-persona' | 'example-answer' | 'example-json'; at: number }

export function draftOf(recipe: Recipe): TemplateDraft {
  const { name, summary } = recipe
  const { prompt, turn, start, output, draw, examples } = recipe.steps[0] as Step
  const minWords = typeof output.minWords === 'number' ? output.minWords : 0
  return {
    ...{ name, summary, prompt, turn: turn ?? '', start, minWords, draw },
    ...{ labels: output.labels ?? [], phrases: output.phrases ?? [] },
    examples: examples.map(exampleDraft),
    beneath: recipe,
  }
}

/** The draft as it was before anything was changed in the copy, but for its own name and summary. */
export function backTo(original: Recipe, { name, summary, beneath }: TemplateDraft): TemplateDraft {
  return draftOf({ ...beneath, ...original, key: beneath.key, name, summary })
}

/** Whether both would be saved as the same template. */
export function isAlike(one: TemplateDraft, other: TemplateDraft): boolean {
  return JSON.stringify(recipeOf(one)) === JSON.stringify(recipeOf(other))
}

function exampleDraft({ persona, output, background }: Example): ExampleDraft {
  return { persona, answer: answerText(output), stored: output, ...(background === undefined ? {} : { background }) }
}

function answerText(output: Example['output']): string {
  return typeof output === 'string' ? output : JSON.stringify(output, null, 2)
}

/** What must be mended before it can be saved, by field. The core checks again, and more. */
export function problemsOf(
  draft: Pick<TemplateDraft, 'name' | 'prompt' | 'turn' | 'examples'>,
  variables: readonly string[],
  form: OutputContract['form'] = 'text',
): Partial<Record<keyof TemplateDraft, DraftProblem>> {
  const problems: Partial<Record<keyof TemplateDraft, DraftProblem>> = {}
  if (draft.name.trim() === '') problems.name = { kind: 'name-missing' }
  const prompt = taskProblem(draft.prompt, 'persona-missing', variables)
  if (draft.prompt.trim() === '') problems.prompt = { kind: 'prompt-empty' }
  else if (prompt) problems.prompt = prompt
  const turn = draft.turn.trim() !== '' && taskProblem(draft.turn, 'turn-persona-missing', variables)
  if (turn) problems.turn = turn
  const [example] = draft.examples.flatMap((each, at) => exampleProblem(each, at, form) ?? [])
  if (example) problems.examples = example
  return problems
}

function taskProblem(
  text: string,
  withoutPersona: 'persona-missing' | 'turn-persona-missing',
  variables: readonly string[],
): DraftProblem | undefined {
  if (!text.includes('{persona}')) return { kind: withoutPersona }
  const name = unknownVariable(text, variables)
  return name === undefined ? undefined : { kind: 'unknown-variable', name }
}

function exampleProblem(example: ExampleDraft, at: number, form: OutputContract['form']): DraftProblem | undefined {
  if (example.persona.trim() === '') return { kind: 'example-persona', at }
  if (example.answer.trim() === '') return { kind: 'example-answer', at }
  return outputOf(example, form) === undefined ? { kind: 'example-json', at } : undefined
}

/** An example's answer as the template holds it; undefined where it should be an object and is none. */
function outputOf({ answer, stored }: ExampleDraft, form: OutputContract['form']): Example['output'] | undefined {
  if (stored !== undefined && answerText(stored) === answer) return stored
  if (form !== 'json') return answer
  try {
    const value: unknown = JSON.parse(answer)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined // Not JSON: the person is told at its field.
  }
}

/** The template with the changes in it; all that the form does not show stays as it was. */
export function recipeOf(draft: TemplateDraft): Recipe {
  const { name, summary, prompt, turn, start, draw, beneath } = draft
  const steps = beneath.steps.map(({ turn: _, ...step }) => ({
    ...step,
    prompt,
    ...(turn.trim() === '' ? {} : { turn }),
    start,
    draw,
    examples: draft.examples.map((example) => ({
      persona: example.persona,
      output: outputOf(example, step.output.form) ?? example.answer,
      ...(example.background?.trim() ? { background: example.background } : {}),
    })),
    output: outputRulesOf(step.output, draft),
  }))
  return { ...beneath, name: name.trim(), summary, steps }
}

function outputRulesOf(output: OutputContract, { minWords, labels, phrases }: TemplateDraft): OutputContract {
  const { labels: _, phrases: __, ...rest } = output
  return {
    ...rest,
    // A minimum for each field of a structured answer is not this form's to flatten.
    ...(typeof output.minWords === 'number' ? { minWords } : {}),
    ...(labels.length > 0 ? { labels } : {}),
    ...(phrases.length > 0 ? { phrases } : {}),
  }
}

/** A key that is free, made of the name: "Workshop sums" becomes workshop-sums, then workshop-sums-2. */
export function freeKey(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50)
  const base = plain || 'template'
  for (let number = 1; ; number++) {
    const key = number === 1 ? base : `${base}-${number}`
    if (!taken.includes(key)) return key
  }
}
