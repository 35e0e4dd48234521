// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { ImportResult } from '#contract/personas'
import { personaImport as words } from '../../src-renderer/locales/en/personas.ts'
import { shell } from '../../src-renderer/locales/en/shell.ts'
import { fakeLibrary } from '../support/fake-library.ts'
import { showPage } from '../support/show-page.tsx'

afterEach(cleanup)

const cameAsRows: ImportResult = {
  ...{
    sourceId: null,
    runId: 4,
    lines: 3,
    added: 0,
    known: 3,
    skipped: 0,
    skippedLines: [],
    skippedFile: { text: '', lines: 0 },
    repaired: 0,
  },
}

test('rows of personas that are here already came in as a dataset, and both the dialog and the notice say so', async () => {
  const { tell } = showPage('/personas?dialog=import', {
    ...fakeLibrary(['A bell founder']).answers,
    'persona.inspect': () => ({
      ...{ format: 'jsonl', fields: [], field: null, isGuess: false, preview: [], further: [] },
      ...{ looked: 3, isWhole: true, hasRows: true },
    }),
    'persona.import': () => ({ importId: 'a' }),
    'import.show': () => ({ end: null }),
  })
  await screen.findByText(words.chooseLead)
  const field = document.querySelector('input[type=file]') as HTMLInputElement
  fireEvent.change(field, { target: { files: [new File(['{}'], 'bells.jsonl')] } })
  const start = await screen.findByRole('button', { name: words.do })
  await waitFor(() => expect(start).toHaveProperty('disabled', false))
  fireEvent.click(start)
  await screen.findByText(words.goesOn)
  fireEvent.click(document.querySelector('.mantine-Modal-close') as HTMLElement)
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  tell('import.done', { importId: 'a', result: cameAsRows, problem: null })
  const notice = await screen.findByText(shell.imported.done('bells.jsonl', cameAsRows))
  expect(notice.textContent).toContain('dataset')
  expect(notice.textContent).not.toContain('0 personas')

  await act(async () => screen.getByText(shell.imported.show).click())
  await screen.findByText(words.doneDataset)
  screen.getByText(words.openDataset)
  expect(screen.queryByText(words.doneNone)).toBeNull()
})
