import { z } from 'zod'

/** How tokens are chosen. */
export const Sampling = z.object({
  temperature: z.number().min(0).max(5),
  topP: z.number().gt(0).max(1),
  topK: z.int().min(0).max(1000),
  minP: z.number().min(0).max(1),
  /** Divides the chance of what was written within the last tokens; 1 is off. */
  repeatPenalty: z.number().min(1).max(2),
  /** Strength of DRY, which lowers the chance of going on with a phrase as it went on before; 0 is off. */
  dryStrength: z.number().min(0).max(5),
  maxTokens: z.int().min(1).max(131_072),
})
export type Sampling = z.infer<typeof Sampling>

/** What is asked for; the rest comes from the template, then from the catalogue's entry of the model, then from here. */
export const SamplingChoice = Sampling.partial()
export type SamplingChoice = z.infer<typeof SamplingChoice>

/** Persona Hub's own where it has them (demo script: temperature 0.6, top-p 0.95). */
export const usualSampling: Sampling = {
  temperature: 0.6,
  topP: 0.95,
  topK: 40,
  minP: 0,
  repeatPenalty: 1,
  dryStrength: 0,
  maxTokens: 2048,
}

/** The first of them completed and changed by the others, the last one most of all. */
export function samplingOf(usual: Sampling, ...choices: (SamplingChoice | undefined)[]): Sampling {
  const given = choices.flatMap((choice) => Object.entries(choice ?? {}).filter(([, value]) => value !== undefined))
  return { ...usual, ...Object.fromEntries(given) }
}
