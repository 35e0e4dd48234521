import { z } from 'zod'
import { PromptStyle } from './recipe.ts'
import { route } from './route.ts'
import { RunRequest } from './runs.ts'

export const PromptRequest = RunRequest.pick({
  template: true,
  modelSha256: true,
  style: true,
  system: true,
  variables: true,
  seed: true,
}).extend({ personaText: z.string().trim().min(1).max(100_000) })
export type PromptRequest = z.infer<typeof PromptRequest>

export const ExactPrompt = z.object({
  /** Every character that the model gets, the written start at its end included. */
  text: z.string(),
  start: z.string(),
  /** Ids in the model's vocabulary. */
  tokens: z.array(z.int()),
  style: PromptStyle,
  /** Places in the template's list of the examples that were drawn, from 0. */
  examples: z.array(z.int()),
  modelName: z.string(),
})
export type ExactPrompt = z.infer<typeof ExactPrompt>

export const promptRoutes = {
  /** What a run with the same seed would send for one persona. Loads the model; refused while a run has it. */
  'prompt.show': route({ input: PromptRequest, output: ExactPrompt }),
}
