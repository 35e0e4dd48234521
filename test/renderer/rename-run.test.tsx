// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { datasets } from '../../src-renderer/locales/en/datasets.ts'
import { fakeDataset } from '../support/fake-dataset.ts'
import { showPage } from '../support/show-page.tsx'

afterEach(cleanup)

test('whoever renames a dataset types over its old name, and goes on with what was typed', async () => {
  showPage('/datasets/1', fakeDataset([1], { name: 'Bakers' }))
  fireEvent.click(await screen.findByRole('button', { name: datasets.rename.open('Bakers') }))
  const field = await screen.findByLabelText<HTMLInputElement>(datasets.rename.label)
  await waitFor(() => expect(document.activeElement).toBe(field))
  expect([field.selectionStart, field.selectionEnd]).toEqual([0, 6])

  fireEvent.change(field, { target: { value: 'M' } })
  field.setSelectionRange(1, 1)
  fireEvent.change(field, { target: { value: 'Mi' } })
  expect(field.selectionStart).toBe(field.selectionEnd)
})
