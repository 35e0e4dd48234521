export type ChildExit = {
  code: number | null
  signal: NodeJS.Signals | null
  /** Last line that the process wrote to its error output; empty where there is none. */
  lastLine: string
}

/** What Electron's utilityProcess and Node's fork have in common. */
export type ChildHandle = {
  pid: number | undefined
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, also when the process could not be started at all. */
  onExit(listener: (exit: ChildExit) => void): void
  /** Ends the process at once, without asking it. */
  kill(): void
}

export type SpawnChild = () => ChildHandle

/** Where a forked process writes its messages. */
export const answersFd = 4
