import { AppError, type ErrorCode } from '#contract/errors'

/** What a job says while it runs and once at its end, see serve-job.ts. `failure` is a bug of ours: it is logged whole. */
export type JobMessage =
  | { kind: 'progress'; progress: unknown }
  | { kind: 'result'; result: unknown }
  | { kind: 'problem'; code: ErrorCode; message: string }
  | { kind: 'failure'; stack: string }

export type Job<Result> = {
  /** Settles once the thread or process has ended; a rejection is always an `AppError`. */
  result: Promise<Result>
  /** Asks for an end, or brings it about. */
  cancel: () => void
}

export type JobListener<Progress> = {
  /** The sentence for a job that ended without an answer: what is kept, what to do. */
  died: string
  log: (error: unknown) => void
  onProgress?: (progress: Progress) => void
}

/** Hears a job until it has ended. */
export function createJobEnd<Result, Progress>({ died, log, onProgress }: JobListener<Progress>) {
  let answer: Exclude<JobMessage, { kind: 'progress' }> | undefined
  return {
    hear(message: JobMessage): void {
      if (message.kind === 'progress') onProgress?.(message.progress as Progress)
      else answer = message
    },
    isAnswered: () => answer !== undefined,
    /** What came of it; `how` says in a few words how it ended. Throws an `AppError` where that is no result. */
    settle(how: string): Result {
      if (answer?.kind === 'result') return answer.result as Result
      if (answer?.kind === 'problem') throw new AppError(answer.code, answer.message)
      log(new Error(answer?.stack ?? `${how} and no answer`))
      throw new AppError('internal', died)
    },
  }
}
