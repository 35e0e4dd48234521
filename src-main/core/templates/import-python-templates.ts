import { AppError } from '#contract/errors'
import type { Recipe, Step } from '#contract/recipe'
import { readPythonStrings } from './python-templates.ts'
import { checkRecipe } from './recipe-file.ts'

type Options = { name: string; only?: string | undefined; builtIns: readonly Recipe[] }

/**
 * Makes a template of every string of a Python file that holds {persona}, as in Persona Hub's prompt_templates.py.
 * `only` takes one by its name. A demanded start ('... start with "Title:"') becomes the written one.
 */
export function importPythonTemplates(source: string, { name, only, builtIns }: Options): Recipe[] {
  const strings = readPythonStrings(source).filter(({ text }) => text.includes('{persona}'))
  const names = strings.map((string) => string.name).join(', ')
  if (strings.length === 0) {
    throw new AppError('bad-template', `${name} holds no string with {persona} in it. Nothing was changed.`)
  }
  const chosen = only === undefined ? strings : strings.filter((string) => string.name === only)
  if (chosen.length === 0) {
    throw new AppError('not-found', `${name} has no template called ${only}. There are: ${names}.`)
  }
  return chosen.map((string) => toRecipe(string.name, string.text, builtIns, name))
}

function toRecipe(name: string, text: string, builtIns: readonly Recipe[], file: string): Recipe {
  const start = /\b(?:start|begin)s?(?:ning|ing)?\s+with\s*["'“‘`]([^"'”’`\n]{1,60}:)["'”’`]/i.exec(text)?.[1] ?? ''
  // What a row must hold is known for the kinds that come with the app.
  const alike = start ? builtIns.find((recipe) => (recipe.steps[0] as Step).start === start) : undefined
  const recipe = {
    format: 'persona-loom/recipe@1',
    key: name.toLowerCase().replaceAll('_', '-').replace(/^-+/, '').slice(0, 60),
    name: name.replaceAll('_', ' '),
    summary: `From ${file}`,
    description: alike?.description ?? '',
    steps: [{ name: 'answer', prompt: text, start, draw: 0, output: alike?.steps[0]?.output ?? {} }],
  }
  return checkRecipe(recipe, `${file}, ${name}`)
}
