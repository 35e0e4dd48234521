import type { Handlers } from '#contract/index'
import type { Model } from '#contract/models'
import type { PromptStyle, Recipe, Step } from '#contract/recipe'
import type { RunRequest } from '#contract/runs'
import { examplesAt } from '../draw-examples.ts'
import type { Engine, ModelFile } from '../engine.ts'
import type { ModelGate } from '../model-gate.ts'
import type { ComposePrompt } from '../prompting.ts'

type Deps = {
  engine: Engine
  composePrompt: ComposePrompt
  recipeOf: (template: RunRequest['template']) => Recipe
  recipeHash: (recipe: Recipe) => string
  styleFor: (recipe: Recipe, wanted: PromptStyle) => PromptStyle
  usableModel: (sha256: string) => Promise<{ model: Model; file: ModelFile }>
  gate: ModelGate
}

/** Shows what a run would send, by the run's own plan. */
export function createPromptService(deps: Deps) {
  const { engine } = deps

  const show: Handlers['prompt.show'] = async ({
    template,
    modelSha256,
    personaText,
    style: wanted,
    system,
    variables,
    seed,
  }) => {
    const recipe = deps.recipeOf(template)
    const { model, file } = await deps.usableModel(modelSha256)
    const style = deps.styleFor(recipe, wanted ?? model.style)
    const settings = { recipe, style, system, variables, small: model.small }
    const examples = examplesAt(settings, { seed, templateHash: deps.recipeHash(recipe), position: 0 })
    const { prompt } = deps.composePrompt(settings, personaText, examples)
    const { output } = recipe.steps[0] as Step

    await engine.load(file)
    const { text, tokens } = await engine.show(prompt, output.form)
    return { text, start: prompt.start, tokens, style, examples, modelName: model.name }
  }

  return {
    handlers: {
      'prompt.show': (input) => deps.gate.hold('prompt', input.modelSha256, async () => show(input)),
    } satisfies Partial<Handlers>,
  }
}
