import type { Session } from 'electron'
import { expect, test, vi } from 'vitest'

vi.mock('electron', () => ({ BrowserWindow: class {} }))
const { closeDoors } = await import('../../src-main/hosts/electron/window.ts')

type Judge = (details: { url: string }, answer: (verdict: { cancel: boolean }) => void) => void

test.each([
  ['app://loom/assets/index.js', false],
  ['data:image/png;base64,AA', false],
  ['blob:app://loom/1', false],
  ['https://evil.test/?row=secret', true],
  ['http://127.0.0.1:9/', true],
  ['ws://evil.test', true],
  ['file:///etc/passwd', true],
  ['chrome://gpu', true],
])('a window that asks for %s is refused: %s', (url, isRefused) => {
  let judge: Judge = () => {}
  const refused: string[] = []
  const session = {
    setPermissionRequestHandler() {},
    setPermissionCheckHandler() {},
    webRequest: {
      onBeforeRequest(given: Judge) {
        judge = given
      },
    },
  }
  closeDoors(session as unknown as Session, (each) => void refused.push(each))
  const answer = vi.fn()
  judge({ url }, answer)
  expect(answer.mock.calls).toEqual([[{ cancel: isRefused }]])
  expect(refused).toEqual(isRefused ? [url] : [])
})
