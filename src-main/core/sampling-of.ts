import type { Sampling, SamplingChoice } from '#contract/sampling'

/** The first of them completed and changed by the others, the last one most of all. */
export function samplingOf(usual: Sampling, ...choices: (SamplingChoice | undefined)[]): Sampling {
  const given = choices.flatMap((choice) => Object.entries(choice ?? {}).filter(([, value]) => value !== undefined))
  return { ...usual, ...Object.fromEntries(given) }
}
