// @vitest-environment happy-dom
import { cleanup, renderHook } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => {
  cleanup()
  Reflect.deleteProperty(window, 'bridge')
  vi.resetModules()
})

/** The module reads at its start whether it is in a window of our own. */
async function holdTwo() {
  const { useUnsaved } = await import('../../src-renderer/client/use-unsaved.ts')
  const hold = () => renderHook(({ isUnsaved }) => useUnsaved(isUnsaved), { initialProps: { isUnsaved: false } })
  return [hold(), hold()] as const
}

const isAsked = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))

test('a browser asks before it closes while one field is not saved', async () => {
  const [one, other] = await holdTwo()
  expect(isAsked()).toBe(false)
  one.rerender({ isUnsaved: true })
  other.rerender({ isUnsaved: true })
  one.unmount()
  expect(isAsked()).toBe(true)
  other.rerender({ isUnsaved: false })
  expect(isAsked()).toBe(false)
})

test('a window of our own is told as long as one field is not saved, and can be loaded again', async () => {
  const told: boolean[] = []
  Object.assign(window, { bridge: { setUnsaved: async (isUnsaved: boolean) => void told.push(isUnsaved) } })
  const [one, other] = await holdTwo()
  one.rerender({ isUnsaved: true })
  other.rerender({ isUnsaved: true })
  expect(isAsked()).toBe(false)
  one.unmount()
  expect(told.at(-1)).toBe(true)
  other.unmount()
  expect(told.at(-1)).toBe(false)
})
