import type { Step } from '#contract/recipe'
import { withoutOwnTexts } from './own-text.ts'
import type { PromptSettings } from './prompting.ts'
import { drawIndexes, seedFrom } from './seed.ts'

/**
 * Places of `count` examples for a row, from 0, drawn by `seed`: behind a person's own text from those with a background of
 * their own, as they teach to keep to the one that is given; where a template has none of that kind, and behind its own texts,
 * from the others.
 */
function drawExamples(settings: Pick<PromptSettings, 'recipe' | 'variables'>, seed: number, count: number): number[] {
  const { examples } = settings.recipe.steps[0] as Step
  const hasOwn = withoutOwnTexts(settings) !== undefined && examples.some(({ background }) => background !== undefined)
  const fitting = examples.flatMap(({ background }, at) => ((background !== undefined) === hasOwn ? at : []))
  return drawIndexes(seed, fitting.length, count).flatMap((at) => fitting[at] ?? [])
}

/** Neighbours with the same examples: the model reads those once for all of them, and a dataset still has many sets. */
export const rowsOfSet = 8

type Place = { seed: string; templateHash: string; position: number }

/** Places of the examples that the seed of a run draws for a row and its neighbours: of contents only, as the row itself. */
export function examplesAt(
  settings: Pick<PromptSettings, 'recipe' | 'style' | 'variables'>,
  { seed, templateHash, position }: Place,
): number[] {
  const step = settings.recipe.steps[0] as Step
  const count = settings.style === 'zero-shot' ? 0 : step.draw
  return drawExamples(settings, seedFrom(seed, templateHash, 'examples', Math.floor(position / rowsOfSet)), count)
}
