import type { Step } from '#contract/recipe'
import type { PromptSettings } from './prompting.ts'
import { variablesIn } from './replace-variables.ts'
import { drawIndexes } from './seed.ts'

/** What is chosen, without texts of the background that are a person's own in place of the template's; undefined where none is. */
export function withoutOwnTexts({
  recipe,
  variables,
}: Pick<PromptSettings, 'recipe' | 'variables'>): Record<string, string> | undefined {
  const inBackground = variablesIn(recipe.steps[0]?.background ?? '')
  const isOwn = ([name, value]: [string, string]): boolean => {
    const choices = recipe.variables[name]?.choices
    return inBackground.includes(name) && choices !== undefined && !Object.hasOwn(choices, value)
  }
  const chosen = Object.entries(variables)
  return chosen.some(isOwn) ? Object.fromEntries(chosen.filter((entry) => !isOwn(entry))) : undefined
}

/**
 * Places of `count` examples for a row, from 0, drawn by `seed`: behind a person's own text from those with a background of
 * their own, as they teach to keep to the one that is given; where a template has none of that kind, and behind its own texts,
 * from the others.
 */
export function drawExamples(
  settings: Pick<PromptSettings, 'recipe' | 'variables'>,
  seed: number,
  count: number,
): number[] {
  const { examples } = settings.recipe.steps[0] as Step
  const hasOwn = withoutOwnTexts(settings) !== undefined && examples.some(({ background }) => background !== undefined)
  const fitting = examples.flatMap(({ background }, at) => ((background !== undefined) === hasOwn ? at : []))
  return drawIndexes(seed, fitting.length, count).flatMap((at) => fitting[at] ?? [])
}
