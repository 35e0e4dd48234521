import type { Model } from '#contract/models'
import type { PersonaChoice } from '#contract/personas'
import type { PromptStyle, Recipe } from '#contract/recipe'
import type { RowsAtOnce } from '#contract/runs'
import type { Sampling } from '#contract/sampling'
import type { ModelFile } from '../engine.ts'
import { sha256Of } from '../text.ts'

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
  model: {
    sha256: string
    name: string
    fileName: string
    licence: string
    quantization: string
    /** The user's own; missing where the one of the model's file was used. */
    chatTemplate?: { text: string; sha256: string }
  }
  sampling: Sampling
  seed: string
  parallel: number
  /** Where memory was free for fewer than these. */
  wantedParallel?: number
  /** Tokens of a sequence: the longest planned prompt and answer. */
  contextSize: number
  attempts: number
}

/** Where memory is free for `parallel` rows now, which may be fewer than were planned. */
export function rowsAtOnce(planned: RunSnapshot, parallel: number): RowsAtOnce {
  return { parallel, wantedParallel: planned.wantedParallel ?? (parallel < planned.parallel ? planned.parallel : null) }
}

/** What a snapshot keeps of its model. */
export function snapshotOfModel(
  { sha256, name, fileName, licence, quantization }: Model,
  { chatTemplate }: ModelFile,
): RunSnapshot['model'] {
  const model = { sha256, name, fileName, licence, quantization }
  // A run keeps the chat template that it began with, whatever is set later.
  return chatTemplate === undefined
    ? model
    : { ...model, chatTemplate: { text: chatTemplate, sha256: sha256Of(chatTemplate) } }
}
