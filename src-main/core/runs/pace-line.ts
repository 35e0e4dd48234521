import type { Database } from 'better-sqlite3'
import type { PacePoint } from '#contract/runs'

/** More than a line on a screen can tell apart. */
const mostPoints = 240
const leastStepMs = 5_000
/** Rows that are looked at; of a longer run every second, third and so on, whose tries stand for the others. */
const mostRows = 20_000

/** One try: when it ended, and what it took. */
export type Try = { at: number; durationMs: number; tokens: number }

/** How fast a run was written over time, from the tries that it kept. */
export function createPaceLine(db: Database) {
  const selectTries = db.prepare<[{ runId: number; every: number }], Try>(`
    SELECT attempt.made_at AS at, attempt.duration_ms AS durationMs, attempt.tokens AS tokens
    FROM item JOIN attempt ON attempt.item_id = item.id
    WHERE item.run_id = @runId AND item.position % @every = 0
  `)
  return (runId: number, planned: number, until?: number): PacePoint[] => {
    const every = Math.max(1, Math.ceil(planned / mostRows))
    return paceLine(selectTries.all({ runId, every }), every, until)
  }
}

/**
 * Tokens a second in equal steps of the time in which rows were written, each try spread over the time that it took. A pause,
 * however long, is one step without a rate. Each try counts for `weight` tries. What a try that has not ended wrote is not
 * known, so steps that reach beyond `until`, when the first such try began, are left out.
 */
export function paceLine(tries: readonly Try[], weight = 1, until = Number.POSITIVE_INFINITY): PacePoint[] {
  const stretches = stretchesOf(tries)
  const busyMs = stretches.reduce((sum, { from, to }) => sum + to - from, 0)
  if (busyMs < leastStepMs) return []
  const stepMs = Math.max(leastStepMs, Math.ceil(busyMs / mostPoints))
  const points: PacePoint[] = []
  let begun = 0
  for (const stretch of stretches) {
    const steps = stepsOf(stretch, stepMs, until)
    if (steps.length === 0) break
    if (points.length > 0) {
      points.push({ at: begun, tokensPerSecond: null })
      begun += stepMs
    }
    for (const { fromMs, widthMs, tokens } of steps) {
      points.push({ at: begun + fromMs, tokensPerSecond: (tokens * weight * 1000) / widthMs })
    }
    begun += stretch.to - stretch.from
  }
  return points
}

/** A time without a pause, and the tries in it. */
type Stretch = { from: number; to: number; tries: Try[] }

function stretchesOf(tries: readonly Try[]): Stretch[] {
  const stretches: Stretch[] = []
  for (const each of tries.toSorted((one, other) => one.at - one.durationMs - (other.at - other.durationMs))) {
    const from = each.at - each.durationMs
    const last = stretches.at(-1)
    if (last && from - last.to < leastStepMs) {
      last.to = Math.max(last.to, each.at)
      last.tries.push(each)
    } else stretches.push({ from, to: each.at, tries: [each] })
  }
  // What took no time that can be measured has no rate.
  return stretches.filter(({ from, to }) => to > from)
}

function stepsOf({ from, to, tries }: Stretch, stepMs: number, until: number) {
  const steps = Array.from({ length: Math.ceil((to - from) / stepMs) }, (_, index) => ({
    fromMs: index * stepMs,
    widthMs: Math.min(stepMs, to - from - index * stepMs),
    tokens: 0,
  }))
  for (const { at, durationMs, tokens } of tries) {
    const begun = at - durationMs
    const last = Math.min(steps.length - 1, Math.floor((at - from) / stepMs))
    for (let index = Math.floor((begun - from) / stepMs); index <= last; index++) {
      const step = steps[index] as (typeof steps)[number]
      const sharedMs = Math.min(at, from + step.fromMs + stepMs) - Math.max(begun, from + step.fromMs)
      step.tokens += durationMs > 0 ? (tokens * sharedMs) / durationMs : tokens
    }
  }
  return steps.filter(({ fromMs, widthMs }) => from + fromMs + widthMs <= until)
}
