import { AppError } from '#contract/errors'
import type { Model } from '#contract/models'
import type { PersonaChoice } from '#contract/personas'
import type { PromptStyle, Recipe, Step } from '#contract/recipe'
import type { RunRequest } from '#contract/runs'
import { samplingOf, usualSampling } from '#contract/sampling'
import type { Engine, EngineRoom } from '../engine.ts'
import type { ComposePrompt, CreateTextCheck } from '../prompting.ts'
import type { PlannedItem } from './item-ledger.ts'
import { outputForm } from './output-form.ts'
import { longestItems, planItems, refuseEmptyPlan } from './plan-run.ts'
import { type RunSnapshot, snapshotOfModel } from './run-snapshot.ts'
import type { HeldModel } from './start-model.ts'

type UsableModel = HeldModel & {
  model: Model
  /** Context of a row and rows at once that fit into this machine; throws when nothing fits. */
  roomFor: (need: {
    longestPrompt: number
    maxTokens: number
    slots?: number | undefined
    build: string
    heldBytes: number
  }) => EngineRoom & { wanted: number }
  /** Rows at once of a context that fit now, at most as many as wanted; throws when not even one does. */
  slotsFor: (contextSize: number, wanted: number, heldBytes: number) => number
}

export type PrepareDeps = {
  engine: Engine
  composePrompt: ComposePrompt
  createTextCheck: CreateTextCheck
  choosePersonas: (choice: PersonaChoice) => Promise<{ key: Buffer; text: string }[]>
  recipeOf: (template: RunRequest['template']) => Recipe
  recipeHash: (recipe: Recipe) => string
  styleFor: (recipe: Recipe, wanted: PromptStyle) => PromptStyle
  /** The user's own chat template is used where there is one; a text takes its place, and null takes the file's. */
  usableModel: (sha256: string, chatTemplate?: string | null) => Promise<UsableModel>
  /** Rows at once where a run does not name a number; undefined takes the fastest that fits. */
  usualParallel: () => number | undefined
}

/** As many name a persona. */
const shownLetters = 60

export type PreparedRun = {
  snapshot: RunSnapshot
  templateHash: string
  items: PlannedItem[]
}

/** Everything that a run will be, with the model loaded and nothing stored yet: what cannot work is refused here. */
export async function prepareRun(deps: PrepareDeps, request: RunRequest): Promise<PreparedRun> {
  const { engine } = deps
  const { model, file, roomFor } = await deps.usableModel(request.modelSha256)
  const recipe = deps.recipeOf(request.template)
  const { seed, system, variables, attempts, personas } = request
  const sampling = samplingOf(usualSampling, model.sampling, recipe.steps[0]?.sampling, request.sampling)
  const style = deps.styleFor(recipe, request.style ?? model.style)
  const settings = { recipe, style, system, variables, small: model.small }
  const templateHash = deps.recipeHash(recipe)
  const items = planItems({ settings, templateHash, seed, personas: await deps.choosePersonas(personas) })
  refuseEmptyPlan(items, request)
  const step = recipe.steps[0] as Step
  const form = outputForm(step)
  engine.checkForm(form, step.start, sampling.maxTokens)
  // Refuses rules that no answer could follow.
  deps.createTextCheck(step, { instructions: '', background: '', given: '', replaced: '' })

  const longest = longestItems(recipe, items)
  const prompts = longest.map((item) => deps.composePrompt(settings, item.inputText, item.examples).prompt)
  const { build } = await engine.load(file)
  const lengths = await engine.measure(prompts)
  const longestPrompt = Math.max(...lengths)
  const slots = request.parallel ?? deps.usualParallel()
  const heldBytes = await engine.heldBytes()
  const room = naming(longest[lengths.indexOf(longestPrompt)] as PlannedItem, () =>
    roomFor({ longestPrompt, maxTokens: sampling.maxTokens, slots, build, heldBytes }),
  )
  if (form.kind !== 'text') {
    // Where the model holds less than was asked for, the longest prompt leaves less for an answer in form.
    sampling.maxTokens = Math.min(sampling.maxTokens, room.contextSize - longestPrompt)
    engine.checkForm(form, step.start, sampling.maxTokens)
  }
  const parallel = Math.min(room.slots, items.length)
  const snapshot: RunSnapshot = {
    format: 'persona-loom/run@1',
    template: recipe,
    ...{ style, small: model.small, system, variables, personas, sampling, seed, attempts },
    model: snapshotOfModel(model, file),
    parallel,
    ...(room.slots < Math.min(room.wanted, items.length) ? { wantedParallel: room.wanted } : {}),
    contextSize: room.contextSize,
  }
  return { snapshot, templateHash, items }
}

/** One persona of a great length must not stand in the way of all others without a name. */
function naming<T>({ inputText }: PlannedItem, plan: () => T): T {
  try {
    return plan()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'prompt-too-long') throw error
    const beginning = inputText.length > shownLetters ? `${inputText.slice(0, shownLetters)}…` : inputText
    const size = inputText.length.toLocaleString('en')
    throw new AppError(
      error.code,
      `${error.message} That prompt is of the persona “${beginning}”, ${size} letters long: where that is too much, shorten or archive it.`,
      { cause: error },
    )
  }
}
