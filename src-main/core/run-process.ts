import { createJobEnd, type Job, type JobListener, type JobMessage } from './job-end.ts'

/** A process of ours, as a host starts it. */
export type JobProcess = {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, also when the process could not be started at all. */
  onExit(listener: (exit: { code: number | null; signal: string | null; lastLine: string }) => void): void
  /** Ends the process at once, without asking it. */
  kill(): void
}

/**
 * Runs one task in a process of its own, which ends with it: whatever the task does to memory, a native library or the
 * engine of the language, ours goes on. To cancel ends it at once.
 */
export function runProcess<Result, Progress = never>({
  start,
  task,
  ...listener
}: JobListener<Progress> & { start: () => JobProcess; task: unknown }): Job<Result> {
  const child = start()
  let isCancelled = false
  const end = createJobEnd<Result, Progress>({
    ...listener,
    log: (error) => isCancelled || listener.log(error),
  })
  child.onMessage((message) => {
    const isMessage = typeof message === 'object' && message !== null && 'kind' in message
    if (isMessage) end.hear(message as JobMessage)
    if (!isMessage || end.isAnswered()) child.kill()
  })
  const result = new Promise<string>((resolve) => {
    child.onExit(({ code, signal, lastLine }) => resolve(`code ${code}, signal ${signal}, last words “${lastLine}”`))
  }).then((how) => end.settle(`The process of a job ended with ${how}`))
  child.post(task)

  return {
    result,
    cancel() {
      isCancelled = true
      child.kill()
    },
  }
}
