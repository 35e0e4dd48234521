/** In what steps an estimated time is told, by how long it is; each divides the next, so that a range stays in order. */
const steps = [
  { belowSeconds: 10, stepSeconds: 1 },
  { belowSeconds: 60, stepSeconds: 5 },
  { belowSeconds: 10 * 60, stepSeconds: 60 },
  { belowSeconds: 60 * 60, stepSeconds: 5 * 60 },
  { belowSeconds: Number.POSITIVE_INFINITY, stepSeconds: 15 * 60 },
]

/** An estimated time in round figures: nobody knows to the minute what takes an hour. */
export function roundEstimate(seconds: number): number {
  const { stepSeconds = 1 } = steps.find(({ belowSeconds }) => seconds < belowSeconds) ?? {}
  return Math.round(seconds / stepSeconds) * stepSeconds
}
