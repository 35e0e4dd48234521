import { AppError, type ErrorCode } from '#contract/errors'

/**
 * What is gone stays gone, what another window changed since is not replaced, and an edit that an older version let be
 * empty cannot be stored any more.
 */
const forEver: readonly ErrorCode[] = ['not-found', 'changed-elsewhere', 'bad-input']

/** Whether a step can never be undone: it must not stand in the way of the steps before it. */
export function isUndoRefusedForEver(problem: unknown): boolean {
  return problem instanceof AppError && forEver.includes(problem.code)
}

/** Why a step is not undone. The core's words about a change from elsewhere are meant for somebody who is writing. */
export function undoRefusal(problem: unknown, changedElsewhere: string): unknown {
  const isOvertaken = problem instanceof AppError && problem.code === 'changed-elsewhere'
  return isOvertaken ? new AppError(problem.code, changedElsewhere) : problem
}
