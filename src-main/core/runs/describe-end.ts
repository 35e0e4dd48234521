import { AppError } from '#contract/errors'
import { describeDatabaseError } from '../db/database-error.ts'

/** Why a sitting ended early, in words; nothing when it was asked to. */
export function describeEnd(reason: unknown, log: (error: unknown) => void): AppError | undefined {
  if (reason instanceof AppError) return reason
  if (reason === undefined || (reason as Error).name === 'AbortError') return undefined
  const known = describeDatabaseError(reason)
  if (known) return known
  log(reason)
  return new AppError(
    'internal',
    'The model could not go on. All finished rows are safe. Resume the run, or try another model.',
    { cause: reason },
  )
}
