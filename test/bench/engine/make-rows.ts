import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PromptStyle, Recipe, Step } from '#contract/recipe'
import { planItems, trySeed } from '../../../src-main/core/runs/plan-run.ts'
import { composePrompt } from '../../../src-main/core/templates/compose-prompt.ts'
import { parseRecipe, recipeHash } from '../../../src-main/core/templates/recipe-file.ts'
import type { ProcessEngine } from '../../../src-main/inference/process-engine.ts'
import type { Row } from './work.ts'

const runSeed = 'bench'

export type RowsWanted = {
  template: string
  style: PromptStyle
  variables?: Record<string, string>
  count: number
}

/** The rows that a run of a built-in template over the starter personas would ask for, examples drawn as the core does. */
export async function makeRows(resources: string, engine: ProcessEngine, wanted: RowsWanted): Promise<Row[]> {
  const recipe = readRecipe(resources, wanted.template)
  const settings = { recipe, style: wanted.style, variables: wanted.variables ?? {}, small: true }
  const templateHash = recipeHash(recipe)
  const personas = readPersonas(resources).slice(0, wanted.count)
  if (personas.length < wanted.count) throw new Error(`There are ${personas.length} personas, not ${wanted.count}`)
  const rows: Row[] = []
  for (const item of planItems({ settings, templateHash, seed: runSeed, personas })) {
    const { prompt } = composePrompt(settings, item.inputText, item.examples)
    const seed = trySeed(runSeed, { inputKey: item.inputKey, templateHash, variation: 0, sample: 0 }, 1)
    rows.push({ prompt, ids: (await engine.show(prompt)).tokens, seed })
  }
  return rows
}

export function readRecipe(resources: string, template: string): Recipe {
  const file = `${template}.yaml`
  return parseRecipe(readFileSync(join(resources, 'templates', file), 'utf8'), file)
}

export function schemaOf(recipe: Recipe): Record<string, unknown> {
  const { schema } = (recipe.steps[0] as Step).output
  if (!schema) throw new Error(`The template ${recipe.key} has no schema`)
  return schema
}

function readPersonas(resources: string): { key: Buffer; text: string }[] {
  const lines = readFileSync(join(resources, 'personas', 'starter.jsonl'), 'utf8')
    .trim()
    .split('\n')
  return lines.map((line) => {
    const text = String(JSON.parse(line).persona)
    return { key: Buffer.from(text), text }
  })
}

/** Tokens that hold the longest prompt and an answer after it, also as a peer with more tokens around it renders it. */
export function contextFor(rows: readonly Row[], maxTokens: number): number {
  return Math.max(...rows.map(({ ids }) => ids.length)) + maxTokens + 32
}
