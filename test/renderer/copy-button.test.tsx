// @vitest-environment happy-dom
import { MantineProvider } from '@mantine/core'
import { Notifications, notifications } from '@mantine/notifications'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { common } from '../../src-renderer/locales/en/common.ts'
import { CopyButton } from '../../src-renderer/ui/copy-button.tsx'

afterEach(() => {
  cleanup()
  notifications.clean()
  vi.restoreAllMocks()
})

function press(write: () => Promise<void>): void {
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(write)
  render(
    <MantineProvider>
      <Notifications />
      <CopyButton text="/home/a/library" label="Copy the path" />
    </MantineProvider>,
  )
  fireEvent.click(screen.getByRole('button', { name: 'Copy the path' }))
}

test('a text that the system does not let be copied is not said to be copied', async () => {
  press(() => Promise.reject(new DOMException('Write permission denied.', 'NotAllowedError')))
  await screen.findByText(common.copying.refused)
  expect(screen.getByText('Copy the path')).toBeTruthy()
})

test('a copied text is said to be copied', async () => {
  press(() => Promise.resolve())
  await screen.findByText(common.copying.copied)
  expect(navigator.clipboard.writeText).toHaveBeenCalledWith('/home/a/library')
  expect(screen.queryByText(common.copying.refused)).toBeNull()
})
