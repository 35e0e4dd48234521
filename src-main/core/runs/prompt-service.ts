import { AppError } from '#contract/errors'
import type { Handlers } from '#contract/index'
import type { Model } from '#contract/models'
import type { PromptStyle, Recipe, Step } from '#contract/recipe'
import type { RunRequest } from '#contract/runs'
import type { Engine } from '../engine.ts'
import type { ComposePrompt } from '../prompting.ts'
import { textKey } from '../text.ts'
import { planItems } from './plan-run.ts'

type Deps = {
  engine: Engine
  composePrompt: ComposePrompt
  recipeOf: (template: RunRequest['template']) => Recipe
  recipeHash: (recipe: Recipe) => string
  styleFor: (recipe: Recipe, wanted: PromptStyle) => PromptStyle
  usableModel: (sha256: string) => Promise<{ model: Model; path: string }>
  /** Whether a run has the model. */
  isWriting: () => boolean
  refuseWhileMeasuring: () => void
}

/** Shows what a run would send, by the run's own plan. */
export function createPromptService(deps: Deps) {
  const { engine } = deps

  return {
    handlers: {
      async 'prompt.show'({ template, modelSha256, personaText, style: wanted, system, variables, seed }) {
        deps.refuseWhileMeasuring()
        if (deps.isWriting()) {
          throw new AppError('busy', 'A dataset is being made with the model. Pause it, then look at the prompt.')
        }
        const recipe = deps.recipeOf(template)
        const { model, path } = await deps.usableModel(modelSha256)
        const style = deps.styleFor(recipe, wanted ?? model.style)
        const settings = { recipe, style, system, variables, small: model.small }
        const personas = [{ key: textKey(personaText), text: personaText }]
        const examples =
          planItems({ settings, templateHash: deps.recipeHash(recipe), seed, personas })[0]?.examples ?? []
        const { prompt } = deps.composePrompt(settings, personaText, examples)
        const { output } = recipe.steps[0] as Step

        await engine.load({ path, sha256: model.sha256, name: model.name })
        const { text, tokens } = await engine.show(prompt, output.form)
        return { text, start: prompt.start, tokens, style, examples, modelName: model.name }
      },
    } satisfies Partial<Handlers>,
  }
}
