import type { Recipe, Step } from '#contract/recipe'

/** What a person changes in a template of their own. */
export type TemplateDraft = {
  name: string
  summary: string
  prompt: string
  turn: string
  start: string
  minWords: number
}

export type DraftProblem =
  | { kind: 'name-missing' | 'prompt-empty' | 'persona-missing' | 'turn-persona-missing' }
  | { kind: 'unknown-variable'; name: string }

export function draftOf({ name, summary }: Recipe, { prompt, turn, start, output }: Step): TemplateDraft {
  const minWords = typeof output.minWords === 'number' ? output.minWords : 0
  return { name, summary, prompt, turn: turn ?? '', start, minWords }
}

/** What must be mended before it can be saved, by field. The core checks again, and more. */
export function problemsOf(
  draft: TemplateDraft,
  variables: readonly string[],
): Partial<Record<keyof TemplateDraft, DraftProblem>> {
  const problems: Partial<Record<keyof TemplateDraft, DraftProblem>> = {}
  if (draft.name.trim() === '') problems.name = { kind: 'name-missing' }
  const prompt = taskProblem(draft.prompt, 'persona-missing', variables)
  if (draft.prompt.trim() === '') problems.prompt = { kind: 'prompt-empty' }
  else if (prompt) problems.prompt = prompt
  const turn = draft.turn.trim() !== '' && taskProblem(draft.turn, 'turn-persona-missing', variables)
  if (turn) problems.turn = turn
  return problems
}

// A word alone in braces is meant as a variable; braces of JSON, LaTeX or code are left alone.
const variablePattern = /(?<![\w\\^}{$])\{([a-z][a-z0-9_]*)\}(?!\})/gi

function taskProblem(
  text: string,
  withoutPersona: 'persona-missing' | 'turn-persona-missing',
  variables: readonly string[],
): DraftProblem | undefined {
  if (!text.includes('{persona}')) return { kind: withoutPersona }
  const names = Array.from(text.matchAll(variablePattern), ([, name]) => name as string)
  const name = names.find((each) => each !== 'persona' && !variables.includes(each))
  return name === undefined ? undefined : { kind: 'unknown-variable', name }
}

/** The template with the changes in it; all that the form does not show stays as it was. */
export function recipeOf(recipe: Recipe, draft: TemplateDraft): Recipe {
  const { name, summary, prompt, turn, start, minWords } = draft
  const steps = recipe.steps.map(({ turn: _, ...step }) => ({
    ...step,
    prompt,
    ...(turn.trim() === '' ? {} : { turn }),
    start,
    // A minimum for each field of a structured answer is not this form's to flatten.
    output: typeof step.output.minWords === 'number' ? { ...step.output, minWords } : step.output,
  }))
  return { ...recipe, name: name.trim(), summary, steps }
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
