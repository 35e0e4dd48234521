import type { Handlers } from '#contract/index'
import type { PersonaChoice } from '#contract/personas'
import type { PromptStyle } from '#contract/recipe'
import { type SamplingChoice, samplingOf, usualSampling } from '#contract/sampling'
import { estimateTime } from './estimate-time.ts'
import type { PrepareDeps } from './prepare-run.ts'
import type { RunRepository } from './run-repository.ts'
import type { RunSnapshot } from './run-snapshot.ts'

export type EstimateDeps = Pick<PrepareDeps, 'recipeOf' | 'recipeHash' | 'styleFor'> & {
  runs: RunRepository
  countPersonas: (choice: PersonaChoice) => Promise<number>
  modelTraits: (sha256: string) => { style: PromptStyle; small: boolean; sampling: SamplingChoice }
}

/** All that an answer depends on beside its persona; the longest answer only cuts it off. */
type Settings = Pick<RunSnapshot, 'personas' | 'style' | 'system' | 'variables' | 'sampling' | 'seed'>

/** Tells what a run would be, without choosing its personas: a million of them cost no more than one. */
export function createRunEstimate(deps: EstimateDeps): Handlers['run.estimate'] {
  const { runs } = deps

  /** The same choice takes the same personas first, so what an earlier dataset made of it comes again. */
  function countRepeated(modelSha256: string, templateHash: string, settings: Settings, items: number): number {
    // Whoever was in a dataset is not among these.
    if (settings.personas.used === false) return 0
    const same = keyOf(settings)
    const made = runs
      .newestWith(modelSha256, templateHash)
      .filter(({ recipe }) => keyOf(JSON.parse(recipe) as RunSnapshot) === same)
      .map((run) => {
        const { planned, waiting, running, cancelled } = runs.counts(run)
        return planned - waiting - running - cancelled
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
      ...estimateTime(runs.speeds(request.modelSha256), templateHash, items),
      style,
      parallel: request.parallel ?? null,
      repeated: countRepeated(request.modelSha256, templateHash, { ...request, style, sampling }, items),
    }
  }
}

function keyOf({ personas, style, system, variables, sampling, seed }: Settings): string {
  return JSON.stringify([
    { ...personas, count: 0 },
    style,
    system || null,
    variables,
    { ...sampling, maxTokens: 0 },
    seed,
  ])
}
