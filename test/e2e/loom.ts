import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach } from 'vitest'
import type { Namespace } from './namespace.ts'

const cli = resolve('out/main/cli.js')
const cleanups: (() => void)[] = []
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean()
})

export type Ended = {
  code: number | null
  signal: NodeJS.Signals | null
  out: string
  err: string
  last: Record<string, unknown>
}

export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'loom-e2e-'))
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Whether a process can be cut off from every network here. */
export const canCutOff = (() => {
  try {
    execFileSync('unshare', ['-rn', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false // Not Linux, or namespaces are switched off.
  }
})()

type Options = {
  onStart?: (child: ChildProcess) => void
  onStderr?: (text: string, child: ChildProcess) => void
  cutOff?: boolean
  within?: Namespace
  env?: NodeJS.ProcessEnv
}

/** The built command line, as a person runs it; `cutOff` runs it without any network, `within` in a namespace. */
export function loom(args: string[], options: Options = {}): Promise<Ended> {
  const { onStart, onStderr, cutOff = false, within, env = {} } = options
  const around = cutOff ? ['unshare', '-rn'] : (within?.enter ?? [])
  const [command, ...rest] = [...around, process.execPath, cli, ...args]
  const child = spawn(command as string, rest, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  onStart?.(child)
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
    onStderr?.(text, child)
  })
  return new Promise((done) => {
    child.once('close', (code, signal) => {
      const line = out.trimEnd().split('\n').at(-1) ?? ''
      done({ code, signal, out, err, last: line.startsWith('{') ? JSON.parse(line) : {} })
    })
  })
}

/** A library with one dataset of one row. */
export async function libraryWithRow(): Promise<string> {
  const folder = tempFolder()
  const row = { prompt: 'Ask', 'input persona': 'A baker', finish_reason: 'stop', 'synthesized text': 'How much salt?' }
  writeFileSync(join(folder, 'rows.jsonl'), `${JSON.stringify(row)}\n`)
  const library = join(folder, 'library')
  await loom(['import', join(folder, 'rows.jsonl'), '--rows', '--library', library])
  return library
}

/** A line for a shell, in which `loom` is the built command line. */
export function shell(line: string, { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv }) {
  const script = `loom() { '${process.execPath}' '${cli}' "$@"; }\n${line}`
  return new Promise<{ code: number | null; err: string }>((done) => {
    execFile('sh', ['-c', script], { cwd, env: { ...process.env, ...env } }, (error, _out, err) =>
      done({ code: error ? (error.code as number) : 0, err }),
    )
  })
}

/** Process numbers of a process's children. */
export function childrenOf(pid: number): number[] {
  try {
    return execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .filter(Boolean)
      .map(Number)
  } catch {
    return [] // pgrep says "none" with its exit code.
  }
}
