import type { PromptSettings } from './prompting.ts'
import { variablesIn } from './replace-variables.ts'

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
