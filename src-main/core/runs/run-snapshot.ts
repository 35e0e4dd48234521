import type { Model } from '#contract/models'
import type { PersonaChoice } from '#contract/personas'
import type { PromptStyle, Recipe } from '#contract/recipe'
import type { Sampling } from '#contract/sampling'

/** What a run was started with. It never changes: other settings are another run. */
export type RunSnapshot = {
  format: 'persona-loom/run@1'
  template: Recipe
  style: PromptStyle
  /** Whether the model counts as small, which chooses backgrounds. */
  small: boolean
  system?: string | undefined
  variables: Record<string, string>
  personas: PersonaChoice
  model: { sha256: string; name: string; fileName: string; licence: string; quantization: string }
  sampling: Sampling
  seed: string
  parallel: number
  /** Tokens of a sequence: the longest planned prompt and answer. */
  contextSize: number
  attempts: number
}

/** What a snapshot keeps of its model. */
export function snapshotOfModel({ sha256, name, fileName, licence, quantization }: Model): RunSnapshot['model'] {
  return { sha256, name, fileName, licence, quantization }
}
