// @vitest-environment happy-dom
import { setTimeout as wait } from 'node:timers/promises'
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

async function choose(fileName: string): Promise<void> {
  await screen.findByText(words.chooseLead)
  const field = document.querySelector('input[type=file]') as HTMLInputElement
  fireEvent.change(field, { target: { files: [new File(['{}'], fileName)] } })
}

async function start(name: string): Promise<void> {
  const button = await screen.findByRole('button', { name })
  await waitFor(() => expect(button).toHaveProperty('disabled', false))
  fireEvent.click(button)
}

test('rows of personas that are here already came in as a dataset, and both the dialog and the notice say so', async () => {
  const { tell } = showPage('/personas?dialog=import', {
    ...fakeLibrary(['A bell founder']).answers,
    'persona.inspect': () => ({
      ...{ format: 'jsonl', fields: [], field: null, isGuess: false, preview: [], further: [], known: 0 },
      ...{ looked: 3, isWhole: true, hasRows: true },
    }),
    'persona.import': () => ({ importId: 'a' }),
    'import.show': () => ({ end: null }),
  })
  await choose('bells.jsonl')
  await start(words.do(3, 0, true))
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

  // Whoever went on with what came in has seen it: the next import begins with a file.
  fireEvent.click(screen.getByRole('link', { name: words.openDataset }))
  await waitFor(() => expect(window.location.hash).toBe('#/datasets/4'))
  act(() => {
    window.location.hash = '/personas?dialog=import'
    window.dispatchEvent(new PopStateEvent('popstate'))
  })
  await screen.findByText(words.chooseLead)
  expect(screen.queryByText(words.doneDataset)).toBeNull()
})

test('skipped lines far down and known personas are told before an import, which says how many lines come in, and are saved as they stand, so many of so many, which is said once they are', async () => {
  const reason = 'Line 50 has 4 columns; header has 2.'
  const text = 'persona,n\nA smith,a,b,c\n'
  const { tell, saved, choosePlaces } = showPage('/personas?dialog=import', {
    ...fakeLibrary(['A bell founder']).answers,
    'persona.inspect': () => ({
      ...{ format: 'csv', fields: ['persona', 'n'], field: 'persona', isGuess: false, hasRows: false },
      preview: [{ line: 2, text: 'A baker', reason: null, knownFrom: 'library' }],
      ...{ looked: 199, isWhole: true, known: 3 },
      further: [{ line: 50, text: 'A smith,a,b,c', reason }],
    }),
    'persona.import': () => ({ importId: 'a' }),
    'import.show': () => ({ end: null }),
  })
  await choose('smiths.csv')
  const further = await screen.findByRole('region', { name: words.previewFurther })
  expect(further.textContent).toContain(reason)
  const preview = screen.getByRole('region', { name: words.preview })
  expect(preview.textContent).not.toContain(reason)
  expect(preview.textContent).toContain(words.knownFrom.library)
  screen.getByText(new RegExp(words.previewKnown(3)))
  await start('Import 198 lines')
  await screen.findByText(words.goesOn)
  const skippedLines = [{ line: 50, reason, text: 'A smith,a,b,c' }]
  const came = { ...cameAsRows, sourceId: 1, runId: null, lines: 200, added: 198, known: 0, skipped: 2, skippedLines }
  tell('import.done', { importId: 'a', result: { ...came, skippedFile: { text, lines: 1 } }, problem: null })
  const save = await screen.findByRole('button', { name: 'Save 1 of 2' })
  choosePlaces(false)
  fireEvent.click(save)
  await act(() => wait(50))
  expect(screen.queryByText(/^Saved/)).toBeNull()
  choosePlaces(true)
  fireEvent.click(save)
  await screen.findByText('Saved as smiths.skipped.csv')
  expect(saved).toEqual([{ fileName: 'smiths.skipped.csv', text }])
  screen.getByText(/1 line is not in that file/)
})

test('the button of an import says what is known of the lines that come in', () => {
  expect(words.do(0, 0, true)).toBe('Import')
  expect(words.do(199, 2, true)).toBe('Import 197 lines')
  expect(words.do(200, 2, false)).toBe('Import the other lines')
  expect(words.do(200, 0, false)).toBe('Import all lines')
})

test.each([
  ['who', '{who}, {town}'],
  ['town', '{town}, {who}'],
])('several columns put together begin with the chosen one: %s', async (field, pattern) => {
  showPage('/personas?dialog=import', {
    ...fakeLibrary(['A bell founder']).answers,
    'persona.inspect': () => ({
      ...{ format: 'csv', fields: ['id', 'who', 'town'], field, isGuess: false, preview: [], further: [], known: 0 },
      ...{ looked: 3, isWhole: true, hasRows: false },
    }),
  })
  await choose('people.csv')
  fireEvent.click(await screen.findByLabelText(words.pattern))
  expect(screen.getByLabelText<HTMLInputElement>(words.patternLabel).value).toBe(pattern)
})
