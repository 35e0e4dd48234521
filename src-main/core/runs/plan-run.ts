import { AppError } from '#contract/errors'
import type { Recipe, Step } from '#contract/recipe'
import type { RunRequest } from '#contract/runs'
import { examplesAt, rowsOfSet } from '../draw-examples.ts'
import type { PromptSettings } from '../prompting.ts'
import { seedFrom } from '../seed.ts'
import type { PlannedItem } from './item-ledger.ts'

/** Prompts whose tokens are counted to find the longest; characters only tell which are candidates. */
const measuredPrompts = 48

type Plan = {
  settings: Pick<PromptSettings, 'recipe' | 'style' | 'variables'>
  templateHash: string
  seed: string
  personas: readonly { key: Buffer; text: string }[]
}

/** One item a persona, in order, each with the examples that the run's seed draws for it and its neighbours. */
export function planItems({ settings, templateHash, seed, personas }: Plan): PlannedItem[] {
  let examples: number[] = []
  return personas.map(({ key, text }, position) => {
    if (position % rowsOfSet === 0) examples = examplesAt(settings, { seed, templateHash, position })
    return { inputKey: key, inputText: text, examples }
  })
}

/** The items whose prompts may be the longest, longest first. */
export function longestItems(recipe: Recipe, items: readonly PlannedItem[]): PlannedItem[] {
  const step = recipe.steps[0] as Step
  const sizes = step.examples.map((example) => JSON.stringify(example).length)
  const size = (item: PlannedItem) =>
    item.examples.reduce((sum, at) => sum + (sizes[at] ?? 0), Buffer.byteLength(item.inputText))
  const longest: { item: PlannedItem; size: number }[] = []
  for (const item of items) {
    const its = size(item)
    if (longest.length === measuredPrompts && its <= (longest.at(-1)?.size ?? 0)) continue
    longest.push({ item, size: its })
    longest.sort((left, right) => right.size - left.size)
    longest.length = Math.min(longest.length, measuredPrompts)
  }
  return longest.map(({ item }) => item)
}

/** The seed of one try: of contents only, never of row or run numbers, so that it can be made again anywhere. */
export function trySeed(
  runSeed: string,
  item: { inputKey: Buffer; templateHash: string; variation: number; sample: number },
  number: number,
): number {
  return seedFrom(runSeed, item.inputKey, item.templateHash, item.variation, item.sample, 0, number)
}

/** As asked for; else the template's, with the first number from 2 on that keeps it apart from other datasets. */
export function runName(request: RunRequest, recipe: Recipe, isTaken: (name: string) => boolean): string {
  if (request.name) return request.name
  let name = recipe.name
  for (let number = 2; isTaken(name); number++) name = `${recipe.name} ${number}`
  return name
}

export function refuseEmptyPlan(items: readonly PlannedItem[], request: RunRequest): void {
  if (items.length > 0) return
  const { count: _, shuffleSeed: __, ...filter } = request.personas
  const narrowed = Object.values(filter).some((value) => value !== undefined && value !== '')
  throw new AppError(
    'bad-input',
    narrowed
      ? 'No persona fits this choice, so there is nothing to make. Widen it.'
      : 'The library holds no personas. Import some first.',
  )
}
