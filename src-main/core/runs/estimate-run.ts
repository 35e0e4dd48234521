import type { Handlers } from '#contract/index'
import type { PersonaChoice } from '#contract/personas'
import type { PromptStyle, Recipe } from '#contract/recipe'
import { exampleText } from '#contract/recipe-shape'
import { type SamplingChoice, samplingOf, usualSampling } from '#contract/sampling'
import { estimateTime } from './estimate-time.ts'
import { planItems } from './plan-run.ts'
import type { PrepareDeps } from './prepare-run.ts'
import type { RunRepository, StoredRun } from './run-repository.ts'
import type { RunSnapshot } from './run-snapshot.ts'

export type EstimateDeps = Pick<PrepareDeps, 'recipeOf' | 'recipeHash' | 'styleFor'> & {
  runs: RunRepository
  countPersonas: (choice: PersonaChoice) => Promise<number>
  /** In a run's order; also while not all that fit are found yet. */
  readPersonas: (choice: PersonaChoice) => Promise<{ key: Buffer; text: string; isUsed: boolean }[]>
  modelTraits: (sha256: string) => { style: PromptStyle; small: boolean; sampling: SamplingChoice }
}

/** All that an answer depends on beside its persona and examples; the longest answer only cuts it off. */
type Settings = Pick<RunSnapshot, 'style' | 'system' | 'variables' | 'sampling' | 'seed'>
type Plan = Settings & Pick<RunSnapshot, 'template' | 'personas'> & { templateHash: string; items: number }

/** Reading a persona takes as long as looking it up in a dataset: so many of both take some 50 ms. */
const mostSteps = 10_000

/** Tells what a run would be, without choosing many personas: a million of them cost no more than some thousands. */
export function createRunEstimate(deps: EstimateDeps): Handlers['run.estimate'] {
  const { runs } = deps

  /** What an earlier dataset made of the same persona with the same examples and settings comes again. */
  async function countRepeated(modelSha256: string, plan: Plan): Promise<number> {
    const { personas, templateHash, items } = plan
    // Whoever was in a dataset is not among these.
    if (personas.used === false) return 0
    const same = runs
      .newestWith(modelSha256, templateHash)
      .map((run) => ({ run, snapshot: JSON.parse(run.recipe) as RunSnapshot }))
      .filter(({ snapshot }) => settingsKey(snapshot) === settingsKey(plan))
    if (same.length === 0) return 0
    // Which ones come first in a mixed order is known of all that fit, and of no fewer.
    const read = personas.shuffleSeed === undefined ? items : await deps.countPersonas({ ...personas, count: 0 })
    if (read * (1 + same.length) <= mostSteps) {
      const chosen = await deps.readPersonas(personas)
      const settings = { recipe: plan.template, style: plan.style, variables: plan.variables }
      const planned = planItems({ settings, templateHash, seed: plan.seed, personas: chosen })
      return runs.countMade(
        same.map(({ run }) => run.id),
        planned.filter((_, at) => chosen[at]?.isUsed),
      )
    }
    // The same choice takes the same personas first.
    const made = same
      .filter(({ snapshot }) => choiceKey(snapshot) === choiceKey(plan))
      .map(({ run }) => {
        const { planned, cancelled } = runs.counts(run)
        return planned - cancelled
      })
    return Math.min(items, Math.max(0, ...made))
  }

  return async (request) => {
    const recipe = deps.recipeOf(request.template)
    const traits = deps.modelTraits(request.modelSha256)
    const templateHash = deps.recipeHash(recipe)
    const items = await deps.countPersonas(request.personas)
    const style = deps.styleFor(recipe, request.style ?? traits.style)
    const sampling = samplingOf(usualSampling, traits.sampling, recipe.steps[0]?.sampling, request.sampling)
    return {
      ...estimateTime(runs.speeds(request.modelSha256), { templateHash, items, tokensPerRow: tokensPerRow(recipe) }),
      style,
      parallel: request.parallel ?? null,
      repeated: await countRepeated(request.modelSha256, {
        ...{ ...request, style, sampling, template: recipe },
        ...{ templateHash, items },
      }),
    }
  }
}

/** What one of its rows will take, from and to; null where no run with its model was measured here. */
export function foretellRow(
  runs: RunRepository,
  { modelSha256, templateHash }: Pick<StoredRun, 'modelSha256' | 'templateHash'>,
  template: Recipe,
) {
  const planned = { templateHash, items: 1, tokensPerRow: tokensPerRow(template) }
  return estimateTime(runs.speeds(modelSha256), planned).duration
}

function settingsKey({ style, system, variables, sampling, seed }: Settings): string {
  return JSON.stringify([style, system || null, variables, { ...sampling, maxTokens: 0 }, seed])
}

function choiceKey({ personas }: Pick<RunSnapshot, 'personas'>): string {
  return JSON.stringify({ ...personas, count: 0 })
}

/** English text has about four characters a token. */
const charactersPerToken = 4

/** How long the rows of a template are as a rule: about as its examples. */
function tokensPerRow({ steps: [step] }: Recipe): number | null {
  if (!step || step.examples.length === 0) return null
  const characters = step.examples.reduce((sum, example) => sum + exampleText(step, example).length, 0)
  return Math.max(1, characters / step.examples.length / charactersPerToken)
}
