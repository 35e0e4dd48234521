import { AppError } from '#contract/errors'
import type { ChildExit } from './child-handle.ts'

const causes: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: 'was ended from outside (SIGKILL), which the system does when memory runs out',
  SIGTERM: 'was asked to end from outside (SIGTERM)',
  SIGINT: 'was interrupted from outside (SIGINT)',
  SIGSEGV: 'crashed (SIGSEGV: it reached for memory that is not its own)',
  SIGBUS: 'crashed (SIGBUS), which happens when the model file changes or shrinks while it is in use',
  SIGABRT: 'gave up (SIGABRT), because its engine met a state that it cannot go on from',
  SIGILL: 'crashed (SIGILL: this processor lacks an instruction that the engine needs)',
  SIGFPE: 'crashed (SIGFPE: a calculation that has no result)',
}

/** A program that gets no memory ends by one of many signals; only its words tell. */
export function saysNoMemory(line: string): boolean {
  return /out of memory|bad_alloc|cannot allocate memory|failed to allocate/i.test(line)
}

/** The end of the process that holds the model, in words. */
export function describeExit({ code, signal, lastLine }: ChildExit, phase: 'starting' | 'running'): AppError {
  const said = lastLine ? ` It last said: ${lastLine}` : ''
  const how = saysNoMemory(lastLine)
    ? 'ended because the memory that it may use ran out'
    : ((signal && (causes[signal] ?? `was ended by ${signal}`)) ?? `ended (code ${code ?? 'unknown'})`)
  if (phase === 'starting') {
    return new AppError('engine-crashed', `The model process could not be started: it ${how}.${said}`)
  }
  return new AppError(
    'engine-crashed',
    `The model process ${how}. What was finished is kept; what was being written can be made again.${said}`,
  )
}

/** The end of a process that lived but made no step any more, in words. */
export function describeStuck(silentMs: number): AppError {
  return new AppError(
    'engine-stuck',
    `The model process made no step for ${Math.round(silentMs / 1000)} s and was ended. What was finished is kept; what was being written can be made again.`,
  )
}

/** The end of a process that sent more than work can give, in words. */
export function describeFlood(): AppError {
  return new AppError(
    'engine-crashed',
    'The model process sent far more messages than its work can give, and was ended. What was finished is kept; what was being written can be made again.',
  )
}

/** The end of a process whose messages make no sense, in words. */
export function describeGarbage(): AppError {
  return new AppError(
    'engine-crashed',
    'The model process sent an answer that makes no sense, and was ended. What was finished is kept; what was being written can be made again.',
  )
}
