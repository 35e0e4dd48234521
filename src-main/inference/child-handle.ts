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

export type ChildOptions = {
  /** What it does, as the system's list of processes may show it. */
  name: string
  /** How large the heap of its JavaScript may grow; by default as the engine of the language sees fit. */
  heapMb?: number
}

/** How a host starts an entry file as a process of its own. */
export type ChildOf = (entry: string, options: ChildOptions) => SpawnChild

/** Node's arguments for such a process. */
export const heapArguments = ({ heapMb }: Partial<ChildOptions>): string[] =>
  heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`]

/** Where a forked process writes its messages. */
export const answersFd = 4
