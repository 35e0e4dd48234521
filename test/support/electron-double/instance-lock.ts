import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** One app for each folder of its data. One that was killed holds it no more. */
export function takeInstanceLock(folder: string, onSecond: () => void): boolean {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'instance.lock')
  if (callHolder(file)) return false
  writeFileSync(file, String(process.pid))
  process.on('SIGUSR2', onSecond)
  process.on('exit', () => rmSync(file, { force: true }))
  return true
}

function callHolder(file: string): boolean {
  try {
    return process.kill(Number(readFileSync(file, 'utf8')), 'SIGUSR2')
  } catch {
    return false // Nobody has it.
  }
}
