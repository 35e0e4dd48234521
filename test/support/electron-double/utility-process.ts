import { type ChildProcess, fork, type StdioOptions } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { constants } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

type Options = { env?: NodeJS.ProcessEnv; stdio?: StdioOptions; execArgv?: string[] }

class UtilityProcess extends EventEmitter {
  pid: number | undefined
  stderr: Readable | null
  #child: ChildProcess

  constructor(entry: string, args: string[], { env, stdio, execArgv = [] }: Options) {
    super()
    this.#child = fork(entry, args, {
      ...(env ? { env } : {}),
      serialization: 'advanced',
      execArgv: [...execArgv, '--import', join(import.meta.dirname, 'utility-entry.ts')],
      stdio: [...(stdio as ['ignore', 'ignore', 'pipe']), 'ipc'],
    })
    this.stderr = this.#child.stderr
    this.#child.once('spawn', () => {
      this.pid = this.#child.pid
      this.emit('spawn')
    })
    this.#child.on('message', (message) => this.emit('message', message))
    this.#child.once('close', (code, signal) => {
      this.pid = undefined
      this.emit('exit', code ?? constants.signals[signal as NodeJS.Signals])
    })
  }

  postMessage(message: unknown): void {
    if (this.#child.connected) this.#child.send(message as object, () => {})
  }

  kill = (): boolean => this.#child.kill()
}

export const utilityProcess = {
  fork: (entry: string, args: string[] = [], options: Options = {}) => new UtilityProcess(entry, args, options),
}
