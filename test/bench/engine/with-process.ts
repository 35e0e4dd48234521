import { type ChildProcess, spawn } from 'node:child_process'

export type ProcessSpec = {
  command: string
  args: string[]
  /** With a channel for messages, which Node programs have. */
  channel?: boolean
  /** Time to end when asked, before it is ended by force. */
  endLimitMs?: number
}

const keptOutput = 4096

/**
 * Runs a process for as long as `use` takes. Whatever happens, it has ended when this returns or throws; if it ends
 * first, what it said last is in the error.
 */
export async function withProcess<T>(spec: ProcessSpec, use: (child: ChildProcess) => Promise<T>): Promise<T> {
  const { command, args, channel = false, endLimitMs = 5_000 } = spec
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe', ...(channel ? ['ipc' as const] : [])] })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    said = (said + piece).slice(-keptOutput)
  })
  const gone = Promise.withResolvers<string>()
  child.once('error', ({ message }) => gone.resolve(message))
  child.once('close', (code, signal) => gone.resolve(`${signal ?? `code ${code}`}: ${said.trim()}`))
  // Also where the bench itself is ended in the middle.
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)

  let ending = false
  const died = gone.promise.then((how) => {
    if (!ending) throw new Error(`${command} ended early (${how})`)
    return undefined as never
  })
  try {
    return await Promise.race([use(child), died])
  } finally {
    ending = true
    child.kill('SIGTERM')
    const timer = setTimeout(kill, endLimitMs)
    await gone.promise
    clearTimeout(timer)
    process.off('exit', kill)
  }
}

/** Runs `use` beside `count` programs that keep a core busy each; it gets their ids. */
export async function besideBusyPrograms<T>(count: number, use: (pids: number[]) => Promise<T>): Promise<T> {
  if (count === 0) return use([])
  const spec = { command: process.execPath, args: ['-e', 'for (;;);'] }
  return withProcess(spec, ({ pid = 0 }) => besideBusyPrograms(count - 1, (pids) => use([...pids, pid])))
}
