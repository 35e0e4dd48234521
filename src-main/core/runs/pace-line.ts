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
 * Tokens a second in equal steps of time, each try spread over the time that it took; null where nothing was written.
 * Each try counts for `weight` tries. What a try that has not ended wrote is not known, so steps that reach beyond
 * `until`, when the first such try began, are left out.
 */
export function paceLine(tries: readonly Try[], weight = 1, until = Number.POSITIVE_INFINITY): PacePoint[] {
  const from = tries.reduce((least, { at, durationMs }) => Math.min(least, at - durationMs), Number.POSITIVE_INFINITY)
  const to = tries.reduce((most, { at }) => Math.max(most, at), 0)
  if (to - from < leastStepMs) return []
  const stepMs = Math.max(leastStepMs, Math.ceil((to - from) / mostPoints))
  const steps = Array.from({ length: Math.ceil((to - from) / stepMs) }, () => ({ tokens: 0, isWritten: false }))

  for (const { at, durationMs, tokens } of tries) {
    const begun = at - durationMs
    const last = Math.min(steps.length - 1, Math.floor((at - from) / stepMs))
    for (let index = Math.floor((begun - from) / stepMs); index <= last; index++) {
      const step = steps[index] as (typeof steps)[number]
      const stepFrom = from + index * stepMs
      const sharedMs = Math.min(at, stepFrom + stepMs) - Math.max(begun, stepFrom)
      step.isWritten = true
      step.tokens += durationMs > 0 ? (tokens * sharedMs) / durationMs : tokens
    }
  }
  return steps.flatMap(({ tokens, isWritten }, index) => {
    const stepFrom = from + index * stepMs
    const widthMs = Math.min(stepMs, to - stepFrom)
    if (stepFrom + widthMs > until) return []
    return [{ at: stepFrom, tokensPerSecond: isWritten ? (tokens * weight * 1000) / widthMs : null }]
  })
}
