import { AppError } from '#contract/errors'
import type { Recipe } from '#contract/recipe'
import type { PromptSettings } from './prompting.ts'

type Chosen = Pick<PromptSettings, 'recipe' | 'variables' | 'small'>

/** The text of each variable of a template, as chosen or by default. Throws `bad-input` for a choice that is not there. */
export function variableTexts({ recipe, variables, small }: Chosen): Record<string, string> {
  const unknown = Object.keys(variables).find((name) => !Object.hasOwn(recipe.variables, name))
  if (unknown !== undefined) {
    throw new AppError('bad-input', `The template ${recipe.name} has no variable called ${unknown}.`)
  }
  return Object.fromEntries(
    Object.entries(recipe.variables).map(([name, declared]) => {
      const value = chosenValue(declared, variables[name], small)
      const { choices } = declared
      if (choices && !Object.hasOwn(choices, value) && !/\s/.test(value)) {
        throw new AppError(
          'bad-input',
          `${declared.label} has no choice called “${value}”. There are: ${Object.keys(choices).join(', ')}.`,
        )
      }
      return [name, (choices?.[value] ?? value).trim()]
    }),
  )
}

/** What a variable was given: the name of a choice, or a text. */
export function chosenValue(declared: Recipe['variables'][string], given: string | undefined, small: boolean): string {
  return given ?? (small ? declared.small : undefined) ?? declared.default
}
