import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import { expect, test, vi } from 'vitest'
import { utilityChild } from '../../src-main/hosts/electron/utility-child.ts'
import type { ChildExit } from '../../src-main/inference/child-handle.ts'

const forked = vi.hoisted(() => ({ child: undefined as unknown }))
vi.mock('electron', () => ({ utilityProcess: { fork: () => forked.child } }))

/** A process as Electron hands it out, and what is told of its end. */
function startChild() {
  const child = Object.assign(new EventEmitter(), { pid: 7, stderr: new PassThrough() })
  forked.child = child
  const handle = utilityChild('/nowhere/inference.js', { name: 'model' })()
  return { child, exit: new Promise<ChildExit>((resolve) => handle.onExit(resolve)) }
}

test.skipIf(process.platform === 'win32').each([
  [9, { code: null, signal: 'SIGKILL' }],
  [11, { code: null, signal: 'SIGSEGV' }],
  // With the bit of a core dump.
  [128 + 6, { code: null, signal: 'SIGABRT' }],
  [1, { code: 1, signal: null }],
  [0, { code: 0, signal: null }],
])('an end that Electron tells as %i is told as the signal or the code that it was', async (code, end) => {
  const { child, exit } = startChild()
  child.emit('exit', code)
  expect(await exit).toEqual({ ...end, lastLine: '' })
})

test('an error of V8 in the process of the model ends no other process, and is the last that is heard of it', async () => {
  const { child, exit } = startChild()
  child.emit('error', 'FatalError', 'Reached heap limit', '{}')
  child.emit('exit', 133)
  expect(await exit).toEqual({ code: null, signal: 'SIGTRAP', lastLine: 'FatalError: Reached heap limit' })
})
