// @vitest-environment happy-dom
import { setTimeout as wait } from 'node:timers/promises'
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { ImportResult } from '#contract/personas'
import { personas, personaImport as words } from '../../src-renderer/locales/en/personas.ts'
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
    repeated: 0,
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

async function choosesRows(): Promise<void> {
  fireEvent.click(await screen.findByRole('checkbox', { name: words.asRows }))
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
      ...{
        format: 'jsonl',
        fields: [],
        field: null,
        isGuess: false,
        preview: [],
        further: [],
        known: { library: 0, file: 0 },
      },
      ...{ looked: 3, isWhole: true, hasRows: true },
    }),
    'persona.import': () => ({ importId: 'a' }),
    'import.show': () => ({ end: null }),
  })
  await choose('bells.jsonl')
  await choosesRows()
  await start('Import 3 lines')
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

test('skipped lines far down and personas that are not new are told before an import, which says how many come in, and are saved as they stand, so many of so many, which is said once they are', async () => {
  const reason = 'Line 50 has 4 columns; header has 2.'
  const text = 'persona,n\nA smith,a,b,c\n'
  const { tell, saved, choosePlaces } = showPage('/personas?dialog=import', {
    ...fakeLibrary(['A bell founder']).answers,
    'persona.inspect': () => ({
      ...{ format: 'csv', fields: ['persona', 'n'], field: 'persona', isGuess: false, hasRows: false },
      preview: [{ line: 2, text: 'A baker', reason: null, knownFrom: 'library' }],
      ...{ looked: 199, isWhole: true, known: { library: 2, file: 1 } },
      further: [
        { line: 12, text: 'A weaver', reason: null, knownFrom: 'library' },
        { line: 40, text: 'A baker', reason: null, knownFrom: 'file', firstLine: 2 },
        { line: 50, text: 'A smith,a,b,c', reason },
      ],
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
  expect(
    within(further)
      .getAllByRole('row')
      .slice(1)
      .map(({ textContent }) => textContent),
  ).toEqual(['12in the libraryA weaver', '40line 2 has it tooA baker', `50skipped${reason}A smith,a,b,c`])
  // The numbers add up.
  screen.getByText(
    '195 of 199 lines bring a new persona, 1 cannot be used, 2 are in the library already, 1 repeats an earlier line',
  )
  await start('Import 195 personas')
  await screen.findByText(words.goesOn)
  const skippedLines = [{ line: 50, reason, text: 'A smith,a,b,c' }]
  const came = {
    ...cameAsRows,
    sourceId: 1,
    runId: null,
    lines: 200,
    added: 198,
    known: 3,
    repeated: 1,
    skipped: 2,
    skippedLines,
  }
  tell('import.done', { importId: 'a', result: { ...came, skippedFile: { text, lines: 1 } }, problem: null })
  await screen.findByText('2 personas were in the library already.')
  screen.getByText('1 line repeated an earlier one.')
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

test('each step of an import hands the focus on to the button that goes on from it', async () => {
  const { tell } = showPage('/personas?dialog=import', {
    ...fakeLibrary(['A bell founder']).answers,
    'persona.inspect': () => ({
      ...{ format: 'jsonl', fields: [], field: null, isGuess: false, preview: [], further: [] },
      ...{ looked: 3, isWhole: true, hasRows: false, known: { library: 0, file: 0 } },
    }),
    'persona.import': () => ({ importId: 'a' }),
    'import.show': () => ({ end: null }),
  })
  const hasFocus = (words: RegExp) => waitFor(() => expect(document.activeElement?.textContent).toMatch(words))
  await screen.findByText(words.chooseLead)
  await hasFocus(/^Choose a file$/)
  await choose('smiths.csv')
  await hasFocus(/^Import 3 personas$/)
  const button = document.activeElement as HTMLElement
  fireEvent.click(button)
  await screen.findByText(words.goesOn)
  // As browsers do with what is hidden.
  button.blur()
  const result = { ...cameAsRows, sourceId: 1, runId: null, added: 3, known: 0 }
  tell('import.done', { importId: 'a', result, problem: null })
  await hasFocus(new RegExp(`^${personas.use}$`))
  fireEvent.click(screen.getByRole('button', { name: words.another }))
  await hasFocus(/^Choose a file$/)
})

const skip = { line: 50, text: '', reason: 'No text.' }
test.each([
  ['Import', { looked: 0 }],
  ['Import 58 personas', { looked: 60, known: { library: 0, file: 1 }, further: [skip] }],
  ['Import 0 personas', { looked: 3, known: { library: 3, file: 0 } }],
  ['Import the other lines', { looked: 200, isWhole: false, further: [skip] }],
  ['Import all lines', { looked: 200, isWhole: false, known: { library: 3, file: 0 } }],
])('the button of an import says as far as it is known who comes in: %s', async (name, more) => {
  showPage('/personas?dialog=import', {
    ...fakeLibrary(['A bell founder']).answers,
    'persona.inspect': () => ({
      ...{ format: 'jsonl', fields: [], field: null, isGuess: false, preview: [], further: [] },
      ...{ isWhole: true, hasRows: false, known: { library: 0, file: 0 }, ...more },
    }),
  })
  await choose('bells.jsonl')
  await screen.findByRole('button', { name })
})

test.each([
  ['who', '{who}, {town}'],
  ['town', '{town}, {who}'],
])('several columns put together begin with the chosen one: %s', async (field, pattern) => {
  showPage('/personas?dialog=import', {
    ...fakeLibrary(['A bell founder']).answers,
    'persona.inspect': () => ({
      ...{
        format: 'csv',
        fields: ['id', 'who', 'town'],
        field,
        isGuess: false,
        preview: [],
        further: [],
        known: { library: 0, file: 0 },
      },
      ...{ looked: 3, isWhole: true, hasRows: false },
    }),
  })
  await choose('people.csv')
  fireEvent.click(await screen.findByLabelText(words.pattern))
  expect(screen.getByLabelText<HTMLInputElement>(words.patternLabel).value).toBe(pattern)
})
