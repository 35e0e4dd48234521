import { EventEmitter } from 'node:events'
import type { BrowserWindow } from 'electron'
import { beforeEach, expect, test, vi } from 'vitest'
import { guardClosing } from '../../src-main/hosts/electron/guard-closing.ts'
import { words } from '../../src-main/hosts/electron/words.ts'

const { answers, done } = vi.hoisted(() => ({ answers: [] as number[], done: [] as string[] }))

vi.mock('electron', () => ({
  app: { exit: (code: number) => done.push(`exit ${code}`) },
  dialog: {
    async showMessageBox(_window: unknown, { message }: { message: string }) {
      done.push(message)
      return { response: answers.shift() }
    },
  },
}))

beforeEach(() => {
  answers.length = 0
  done.length = 0
})

/** Closes a window whose page has unsaved writing while a dataset is written, and gives all that followed. */
async function closeWith(...given: number[]): Promise<string[]> {
  answers.push(...given)
  const window = Object.assign(new EventEmitter(), { destroy: () => done.push('gone') })
  guardClosing({
    window: window as unknown as BrowserWindow,
    ...{ isUnsaved: () => true, isWorking: async () => true },
    close: async () => void done.push('stored'),
    log: (error) => done.push(String(error)),
  })
  const event = { preventDefault: () => done.push('held') }
  window.emit('close', event)
  await new Promise(setImmediate)
  return done
}

const { unsaved, closing } = words

test('staying with what is not saved asks nothing about the work and pauses nothing', async () => {
  expect(await closeWith(0)).toEqual(['held', unsaved.title])
})

test('work that goes on keeps the window, whatever was said of the writing', async () => {
  expect(await closeWith(1, 0)).toEqual(['held', unsaved.title, closing.title])
})

test('the window goes after both were asked and all is stored', async () => {
  expect(await closeWith(1, 1)).toEqual(['held', unsaved.title, closing.title, 'stored', 'gone'])
})
