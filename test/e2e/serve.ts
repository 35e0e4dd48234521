import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Namespace } from './namespace.ts'

export type Served = { url: string; child: ChildProcess; ended: Promise<number | null> }

type Options = { port?: number; within?: Namespace | undefined; modelsDir?: string | undefined }

/** The built app on localhost, as `npm start` serves it; `within` serves it in a namespace. */
export function serve(library: string, { port = 0, within, modelsDir }: Options = {}): Promise<Served> {
  const cli = [process.execPath, resolve('out/main/cli.js'), 'serve', '--no-open']
  const [command, ...args] = [...(within?.enter ?? []), ...cli, '--library', library, '--port', String(port)]
  if (modelsDir) args.push('--models-dir', modelsDir)
  const child = spawn(command as string, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((done) => child.once('close', done))
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await ended
  })
  let said = ''
  return new Promise((done, refuse) => {
    child.stdout.on('data', (text) => {
      said += text
      const url = /http:\S+/.exec(said)?.[0]
      if (url) done({ url, child, ended })
    })
    child.stderr.on('data', (text) => {
      said += text
    })
    child.once('close', (code) => refuse(new Error(`serve ended with ${code}: ${said}`)))
  })
}

/** For a browser beside a server of this machine: nothing else can be looked up. */
export const noNetwork = ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1']
