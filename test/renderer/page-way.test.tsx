// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { newDataset } from '../../src-renderer/locales/en/new-dataset.ts'
import { personas } from '../../src-renderer/locales/en/personas.ts'
import { settings } from '../../src-renderer/locales/en/settings.ts'
import { shell } from '../../src-renderer/locales/en/shell.ts'
import { fakeLibrary } from '../support/fake-library.ts'
import { showPage } from '../support/show-page.tsx'

afterEach(() => {
  cleanup()
  sessionStorage.clear()
})

async function goTo(words: string): Promise<void> {
  fireEvent.keyDown(window, { key: 'k', ctrlKey: true })
  const field = await screen.findByPlaceholderText(shell.palette.placeholder)
  fireEvent.change(field, { target: { value: words } })
  fireEvent.keyDown(field, { key: 'Enter' })
}

test('whoever went to a page by words has the focus in it, at its first field or in the dialog that it opens', async () => {
  showPage('/', fakeLibrary(['A bell founder']).answers)
  await screen.findByText(shell.places.home, { selector: 'h1' })
  const hasFocus = (find: () => HTMLElement | null) => waitFor(() => expect(document.activeElement).toBe(find()))
  const main = () => document.querySelector('main')

  await goTo(shell.palette.newDataset)
  await hasFocus(() => screen.queryByLabelText(newDataset.name))
  await goTo(settings.sections.computer)
  await hasFocus(main)
  await goTo(shell.palette.addPersona)
  await hasFocus(() => screen.queryByLabelText(personas.adding.label))
  fireEvent.keyDown(document.activeElement as Element, { key: 'Escape' })
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())

  fireEvent.keyDown(window, { key: '5', ctrlKey: true })
  await waitFor(() => expect(window.location.hash).toBe('#/models'))
  await hasFocus(main)
})
