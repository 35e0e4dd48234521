import { AppError } from '#contract/errors'
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
      const value = variables[name] ?? (small ? declared.small : undefined) ?? declared.default
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
