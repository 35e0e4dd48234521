import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { besideBusyPrograms, withProcess } from './with-process.ts'

const node = (code: string) => ({ command: process.execPath, args: ['-e', code], channel: true })
const forever = "process.send('up'); setInterval(() => {}, 1000)"
const stubborn = `process.on('SIGTERM', () => {}); process.on('disconnect', () => process.exit()); ${forever}`

/** Runs a program to the point where `act` is called with it, and gives its process. */
async function keep(code: string, act: () => Promise<unknown> = async () => {}): Promise<ChildProcess> {
  let kept: ChildProcess | undefined
  await withProcess({ ...node(code), endLimitMs: 200 }, async (child) => {
    kept = child
    await once(child, 'message')
    await act()
  }).catch(() => {})
  return kept as ChildProcess
}

function isAlive(pid: number | undefined): boolean {
  try {
    process.kill(pid as number, 0)
    return true
  } catch {
    return false // The system knows no such process.
  }
}

test('the peer has ended when its work is done', async () => {
  const child = await keep(forever)
  expect(child.signalCode).toBe('SIGTERM')
  expect(isAlive(child.pid)).toBe(false)
})

test('the peer has ended when its work fails', async () => {
  const child = await keep(forever, async () => {
    throw new Error('a row was refused')
  })
  expect(isAlive(child.pid)).toBe(false)
})

test('a peer that does not listen is ended by force', async () => {
  const child = await keep(stubborn)
  expect(child.signalCode).toBe('SIGKILL')
  expect(isAlive(child.pid)).toBe(false)
})

test('the failure of the work is what is thrown, not the end that follows it', async () => {
  const work = withProcess(node(forever), async () => {
    throw new Error('a row was refused')
  })
  await expect(work).rejects.toThrow('a row was refused')
})

test('a peer that dies ends the wait for its rows and says its last words', async () => {
  const work = withProcess(node("console.error('out of memory'); process.exit(3)"), () => new Promise(() => {}))
  await expect(work).rejects.toThrow(/ended early \(code 3: out of memory\)/)
})

test('a peer that cannot be started is an error, not a wait', async () => {
  const work = withProcess({ command: '/no/such/program', args: [] }, () => new Promise(() => {}))
  await expect(work).rejects.toThrow('ENOENT')
})

test('nothing stays behind that would end the bench with a peer of the past', async () => {
  const before = process.listenerCount('exit')
  await keep(forever)
  expect(process.listenerCount('exit')).toBe(before)
})

test('as many busy programs as asked for run beside the work, and none afterwards', async () => {
  const during = await besideBusyPrograms(2, async (pids) => pids.map((pid) => ({ pid, alive: isAlive(pid) })))
  expect(during.map(({ alive }) => alive)).toEqual([true, true])
  expect(during.map(({ pid }) => isAlive(pid))).toEqual([false, false])
})
