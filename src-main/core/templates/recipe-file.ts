import { createHash } from 'node:crypto'
import { parse, stringify } from 'yaml'
import { AppError } from '#contract/errors'
import { Recipe } from '#contract/recipe'
import { describeLength } from '../describe-issue.ts'
import { variablesIn } from '../replace-variables.ts'

/** Reads a template's file; `where` names it in messages. Throws `bad-template`. */
export function parseRecipe(text: string, where: string): Recipe {
  let value: unknown
  try {
    value = parse(text, { maxAliasCount: 0 })
  } catch (error) {
    throw new AppError('bad-template', `${where} is not readable as YAML: ${firstLine(error)}. Nothing was changed.`)
  }
  return checkRecipe(value, where)
}

/** The template as a file that a person can read and change. */
export function formatRecipe(recipe: Recipe): string {
  return stringify(recipe, { lineWidth: 100, blockQuote: 'literal' })
}

/** Holds a recipe against its contract and against itself. Throws `bad-template` with what to mend. */
export function checkRecipe(value: unknown, where: string): Recipe {
  const parsed = Recipe.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const path = issue?.path.map(String).join('.') || 'the file'
    const length = issue && describeLength(issue, value)
    throw new AppError('bad-template', `${where}: ${length ?? `${path}: ${issue?.message}. Nothing was changed.`}`)
  }
  const recipe = parsed.data
  for (const step of recipe.steps) {
    for (const [field, text] of [
      ['prompt', step.prompt],
      ['turn', step.turn ?? step.prompt],
    ] as const) {
      if (text.includes('{persona}')) continue
      throw new AppError(
        'bad-template',
        `${where}: the ${field} does not hold {persona}, so every row would be asked the same. Put {persona} where the persona belongs.`,
      )
    }
    const declared = new Set(['persona', ...Object.keys(recipe.variables)])
    const unknown = [recipe.system, step.background, step.prompt, step.turn ?? '']
      .flatMap(variablesIn)
      .find((name) => !declared.has(name))
    if (unknown !== undefined) {
      throw new AppError(
        'bad-template',
        `${where} uses {${unknown}}, which is not among its variables. Declare it, or remove it.`,
      )
    }
    if (step.output.form === 'json' && !step.output.schema) {
      throw new AppError('bad-template', `${where}: an answer in JSON needs a schema under output.schema.`)
    }
  }
  for (const [name, { default: chosen, small, choices }] of Object.entries(recipe.variables)) {
    const missing = [chosen, small].find((choice) => choices && choice !== undefined && !Object.hasOwn(choices, choice))
    if (missing === undefined) continue
    throw new AppError('bad-template', `${where}: the variable ${name} has no choice called “${missing}”.`)
  }
  return recipe
}

/** A changed template is another one in the ledger; its licence changes no row and counts for nothing. */
export function ledgerHash({ licence: _, ...recipe }: Recipe): string {
  return recipeHash(recipe)
}

/** A changed template has another one. 128 bits as hex. */
export function recipeHash(recipe: Recipe): string {
  return createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 32)
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
}
