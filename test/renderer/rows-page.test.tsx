// @vitest-environment happy-dom

import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { Attempt, RowFilter } from '#contract/rows'
import type { Reason } from '#contract/runs'
import { common } from '../../src-renderer/locales/en/common.ts'
import { exporting } from '../../src-renderer/locales/en/export.ts'
import { reasons } from '../../src-renderer/locales/en/reasons.ts'
import { review } from '../../src-renderer/locales/en/review.ts'
import { rowsPage } from '../../src-renderer/locales/en/rows.ts'
import { fakeDataset, fakeRow, refuse } from '../support/fake-dataset.ts'
import { showPage } from '../support/show-page.tsx'

afterEach(() => {
  cleanup()
  window.localStorage.clear()
})

const press = (key: string, more = {}) => fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more })
const askedOf = (route: string, asked: { name: string; input: unknown }[]) =>
  asked.filter(({ name }) => name === route).map(({ input }) => input)
const readsRow = (number: number) => screen.findByText(rowsPage.detail.title(number))

test('the printed keys are heard wherever the focus is, once each, and also when what had it is gone', async () => {
  const { asked } = showPage('/datasets/1/rows', fakeDataset([1, 2, 3]))
  await screen.findByText(rowsPage.found(3, 3))
  // Enter on the head of a column is a press on that, and reads no row.
  within(screen.getByRole('columnheader', { name: rowsPage.columns.text }))
    .getByRole('button')
    .focus()
  expect(press('Enter')).toBe(true)
  ;(document.activeElement as HTMLElement).blur()
  press('j')
  await readsRow(1)

  // From its own button, which goes with the row.
  const next = screen.getByRole('button', { name: rowsPage.detail.next })
  next.focus()
  fireEvent.click(next)
  await readsRow(2)
  expect(document.activeElement).toBe(document.body)
  press('j')
  await readsRow(3)
  screen.getByRole('grid').focus()
  press('k')
  await readsRow(2)
  // With Caps Lock on.
  press('A')
  await waitFor(() => expect(askedOf('row.judge', asked)).toEqual([{ rowId: 2, verdict: 'kept' }]))

  screen.getByRole('checkbox', { name: rowsPage.chooseAll }).focus()
  fireEvent.click(screen.getByRole('checkbox', { name: rowsPage.chooseAll }))
  await screen.findByText(rowsPage.bulk.chosen(3, 3))
  press('r')
  await waitFor(() => expect(askedOf('row.judgeMany', asked)).toMatchObject([{ verdict: 'discarded' }]))
})

test('rows that are being written are told to be left out when many are judged', async () => {
  const answers = fakeDataset([1, 2, 3])
  answers['row.judgeMany'] = () => ({ changed: 1, skipped: 2, undoId: 1 })
  showPage('/datasets/1/rows', answers)
  fireEvent.click(await screen.findByRole('checkbox', { name: rowsPage.chooseAll }))
  await screen.findByText(rowsPage.bulk.chosen(3, 3))
  press('r')
  await screen.findByText(`${rowsPage.found(3, 3)} ${rowsPage.done(1, 'discarded')} ${rowsPage.skipped(2)}`)
})

test('after several were discarded, one reason is offered for all of them, until something else is done', async () => {
  const answers = fakeDataset([1, 2, 3])
  answers['row.judgeMany'] = () => ({ changed: 3, skipped: 0, undoId: 7 })
  answers['row.explain'] = refuse('The disk is full.')
  const { asked } = showPage('/datasets/1/rows', answers)
  const chooseAll = async () => {
    fireEvent.click(await screen.findByRole('checkbox', { name: rowsPage.chooseAll }))
    await screen.findByText(rowsPage.bulk.chosen(3, 3))
  }
  await chooseAll()
  press('1')
  press('a')
  await screen.findByText(`${rowsPage.found(3, 3)} ${rowsPage.done(3, 'kept')}`)
  expect(screen.queryByText(rowsPage.why)).toBeNull()
  await chooseAll()
  press('r')
  const why = within(await screen.findByRole('region', { name: rowsPage.why }))
  press('3')
  await screen.findByText('The disk is full.')
  answers['row.explain'] = () => ({ changed: 3 })
  fireEvent.click(why.getByRole('button', { name: review.reasons.dull }))
  await screen.findByRole('button', { name: review.reasons.dull, pressed: true })
  press('5')
  await screen.findByRole('button', { name: review.reasons.other, pressed: true })
  expect(askedOf('row.explain', asked)).toEqual(
    ['dull', 'dull', 'other'].map((discardReason) => ({ undoId: 7, discardReason })),
  )

  // Others are chosen: a number would be taken to be about these.
  await chooseAll()
  expect(screen.queryByText(rowsPage.why)).toBeNull()
  press('2')
  press('Escape')
  await screen.findByText(rowsPage.why)
  answers['row.undo'] = () => ({ changed: 3 })
  press('u')
  await waitFor(() => expect(screen.queryByText(rowsPage.why)).toBeNull())
  press('2')
  expect(askedOf('row.explain', asked)).toHaveLength(3)
})

test.each(['a', 'r', 'e'])('while no row is read, %s brings the first one and judges nothing', async (key) => {
  const { asked } = showPage('/datasets/1/rows', fakeDataset([1, 2, 3]))
  await screen.findByText(rowsPage.found(3, 3))
  press(key)
  // Held a moment too long.
  press(key, { repeat: true })
  await readsRow(1)
  press('k')
  await readsRow(1)
  expect(askedOf('row.judge', asked)).toEqual([])
  expect(screen.queryByRole('textbox', { name: rowsPage.editor.label })).toBeNull()
  press('a')
  await waitFor(() => expect(askedOf('row.judge', asked)).toEqual([{ rowId: 1, verdict: 'kept' }]))
})

test('no key reaches the rows from a field, a filter that is open, or a dialog', async () => {
  // Nothing is measured here, so a popover counts as hidden, and its focus trap says so on hundreds of lines.
  vi.spyOn(console, 'warn').mockReturnValue()
  const { asked } = showPage('/datasets/1/rows?row=2', fakeDataset([1, 2, 3]))
  await readsRow(2)
  screen.getByRole('searchbox', { name: rowsPage.search }).focus()
  press('r')
  const opener = screen.getByRole('button', { name: rowsPage.columnsShown })
  opener.focus()
  fireEvent.click(opener)
  const box = await screen.findByRole('checkbox', { name: rowsPage.columns.reason })
  box.focus()
  press('r')
  press('Escape')
  await waitFor(() => expect(screen.queryByRole('checkbox', { name: rowsPage.columns.reason })).toBeNull())
  await waitFor(() => expect(document.activeElement).toBe(opener))
  await readsRow(2)

  press('?')
  const sheet = await screen.findByRole('dialog')
  within(sheet).getByText(rowsPage.sheet.keys.A)
  // As after a press on what lies around it.
  ;(document.activeElement as HTMLElement).blur()
  press('r')
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(askedOf('row.judge', asked)).toEqual([])
})

test('why a row was discarded stands where its reasons stand, behind its sign, and in words beside the row that is read', async () => {
  const row = fakeRow(1, { verdict: 'discarded', discardReason: 'dull', reasons: ['too-short'] })
  const answers = fakeDataset([1], { overruled: { discarded: 1, kept: 0, keptFrom: {} } })
  answers['row.page'] = () => ({ rows: [row], next: null })
  answers['row.show'] = () => ({ row, attempts: [] })
  showPage('/datasets/1/rows', answers)
  await screen.findByText(`${reasons['too-short'].word}, ${review.reasons.dull}`)
  screen.getByTitle(`${rowsPage.verdict.discarded}: ${review.reasons.dull}`)
  press('j')
  await screen.findByText(rowsPage.detail.discardedFor(review.reasons.dull))
})

test('where nothing speaks against any row the column of reasons leaves its room to the texts', async () => {
  const heads = () => screen.getAllByRole('columnheader').map(({ textContent }) => textContent)
  showPage('/datasets/1/rows', fakeDataset([1]))
  await screen.findByText(rowsPage.found(1, 1))
  expect(heads()).not.toContain(rowsPage.columns.reason)
  cleanup()

  const counts = { planned: 2, waiting: 0, running: 0, accepted: 1, rejected: 1, duplicate: 0, failed: 0, cancelled: 0 }
  showPage('/datasets/1/rows', fakeDataset([1], { counts }))
  await screen.findByText(rowsPage.found(1, 2))
  expect(heads()).toContain(rowsPage.columns.reason)
})

test('a line of the table shows where lines of the text end', async () => {
  const row = fakeRow(1, { text: '\nName: Ruta\n\n  Race: dwarf\n' })
  showPage('/datasets/1/rows', { ...fakeDataset([1]), 'row.page': () => ({ rows: [row], next: null }) })
  await screen.findByText('Name: Ruta ↵ Race: dwarf')
})

test('the state of a row tells what a person decided, and where that column is hidden its text does', async () => {
  const discarded = fakeRow(2, { verdict: 'discarded' })
  const kept = fakeRow(3, { state: 'rejected', verdict: 'kept' })
  const answers = { ...fakeDataset([1, 2, 3]), 'row.page': () => ({ rows: [fakeRow(1), discarded, kept], next: null }) }
  showPage('/datasets/1/rows', answers)
  await screen.findByText(rowsPage.found(3, 3))
  const lines = () => screen.getAllByRole('row').slice(1)
  const cells = (at: number) => lines().map((line) => within(line).getAllByRole('gridcell')[at] as HTMLElement)
  const { accepted, rejected } = common.state
  const seen = (cell: HTMLElement) => [...cell.querySelectorAll('span:not(.vh)')].at(-1)?.textContent
  expect(cells(2).map(seen)).toEqual([accepted, rowsPage.verdictWord.discarded, rowsPage.verdictWord.kept])
  expect(cells(2).map((cell) => cell.textContent?.startsWith(accepted))).toEqual([true, true, false])
  within(cells(2)[2] as HTMLElement).getByText(rejected)
  expect(within(lines()[1] as HTMLElement).getAllByText(rowsPage.verdict.discarded)).toHaveLength(1)
  cleanup()

  window.localStorage.setItem('persona-loom.row-columns', 'text')
  showPage('/datasets/1/rows', answers)
  await screen.findByText(rowsPage.found(3, 3))
  within(cells(1)[1] as HTMLElement).getByText(rowsPage.verdict.discarded)
})

test('the beginning that all rows have stands back, and only where a row has it', async () => {
  const answers = fakeDataset([1, 2], { start: 'Question 1' })
  showPage('/datasets/1/rows?row=1', answers)
  await screen.findByText(rowsPage.found(2, 2))
  await readsRow(1)
  // In the list and beside it.
  expect(screen.getAllByText('Question 1').map(({ className }) => className)).toEqual(['faint', 'faint'])
  expect(screen.getByText('Question 2?').querySelector('.faint')).toBeNull()
  cleanup()
  const letters = fakeDataset([1], { start: 'Dear all,\n\n' })
  letters['row.page'] = () => ({ rows: [fakeRow(1, { text: 'Dear all,\n\nI wait.' })], next: null })
  showPage('/datasets/1/rows', letters)
  expect((await screen.findByText('Dear all,')).className).toBe('faint')
})

test('an empty text is not saved, neither by its button nor by its key', async () => {
  const { asked } = showPage('/datasets/1/rows?row=1', fakeDataset([1, 2, 3]))
  await readsRow(1)
  press('e')
  const field = await screen.findByRole('textbox', { name: rowsPage.editor.label })
  fireEvent.change(field, { target: { value: ' \n' } })
  expect(screen.getByRole('button', { name: new RegExp(`^${rowsPage.editor.save}`) })).toHaveProperty('disabled', true)
  fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true })
  fireEvent.change(field, { target: { value: 'Why?' } })
  fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true })
  await waitFor(() =>
    expect(askedOf('row.judge', asked)).toEqual([{ rowId: 1, editedText: 'Why?', editedFrom: 'Question 1?' }]),
  )
})

test('an edit that the checks would set aside is told so while it is typed, and may be stored', async () => {
  const answers = fakeDataset([1])
  answers['row.check'] = ({ text }) => ({ reasons: text === 'Why?' ? ['too-short'] : [], missing: [], copied: [] })
  const { asked } = showPage('/datasets/1/rows?row=1', answers)
  await readsRow(1)
  press('e')
  const field = await screen.findByRole('textbox', { name: rowsPage.editor.label })
  expect(askedOf('row.check', asked)).toEqual([])
  fireEvent.change(field, { target: { value: 'Why?' } })
  await screen.findByText(rowsPage.editor.against(true, false))
  screen.getByText(reasons['too-short'].text)
  fireEvent.change(field, { target: { value: 'Why does the harbour wall hold?' } })
  await waitFor(() => expect(screen.queryByText(rowsPage.editor.against(true, false))).toBeNull())
  // That a good text passes goes without saying.
  expect(screen.queryByText(rowsPage.editor.nothingAgainst(true, true) ?? '')).toBeNull()
  fireEvent.change(field, { target: { value: 'Why?' } })
  await screen.findByText(rowsPage.editor.against(true, false))
  fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true })
  await waitFor(() => expect(askedOf('row.judge', asked)).toHaveLength(1))
})

test('a rejected row whose text was mended is told that the checks have nothing against it, and how it comes into the file', async () => {
  const answers = fakeDataset([1])
  answers['row.show'] = ({ rowId }) => ({ row: { ...fakeRow(rowId), state: 'rejected' }, attempts: [] })
  answers['row.check'] = () => ({ reasons: [], missing: [], copied: [] })
  showPage('/datasets/1/rows?row=1', answers)
  await readsRow(1)
  press('e')
  const field = await screen.findByRole('textbox', { name: rowsPage.editor.label })
  fireEvent.change(field, { target: { value: 'Why does the harbour wall hold?' } })
  await screen.findByText(rowsPage.editor.nothingAgainst(false, false) ?? '')
})

test('a row that lacks a part says which', async () => {
  const answers = fakeDataset([1])
  const row = fakeRow(1, { state: 'rejected', reasons: ['missing-part'] })
  answers['row.show'] = () => ({ row, attempts: [] })
  answers['row.check'] = () => ({ reasons: ['missing-part'], missing: ['Fear', 'Yours,'], copied: [] })
  const { asked } = showPage('/datasets/1/rows?row=1', answers)
  await readsRow(1)
  await screen.findByText(new RegExp(rowsPage.missing(['Fear', 'Yours,'])))
  expect(askedOf('row.check', asked)).toEqual([{ rowId: 1, text: row.text }])
})

test('a filter by verdict says whose it is, in words that are a sentence for each', async () => {
  showPage('/datasets/1/rows?verdict=none', fakeDataset([1]))
  await screen.findByText(rowsPage.judgedIs.none)
  cleanup()
  showPage('/datasets/1/rows?verdict=discarded', fakeDataset([1]))
  await screen.findByText(rowsPage.judgedIs.discarded)
})

test('a note has a sign in the table, which the text’s direction does not hang on, and stands whole in the row that is read', async () => {
  const answers = fakeDataset([1, 2])
  const noted = fakeRow(1, { note: 'Ask a colleague,\nor two.', text: 'سؤال' })
  answers['row.page'] = () => ({ rows: [noted, fakeRow(2)], next: null })
  answers['row.show'] = ({ rowId }) => ({ row: rowId === 1 ? noted : fakeRow(rowId), attempts: [] })
  showPage('/datasets/1/rows?row=1', answers)
  const note = await screen.findByRole('region', { name: rowsPage.note })
  const text = within(note).getByText(/^Ask a colleague/)
  expect(text.textContent).toBe(noted.note)
  expect(text.getAttribute('dir')).toBe('auto')
  expect(within(await screen.findByRole('grid')).getAllByTitle(rowsPage.notedIs.yes)).toHaveLength(1)
  const line = await screen.findByRole('row', { name: /سؤال/ })
  expect(within(line).getByTitle(rowsPage.notedIs.yes).tagName).toBe('BDI')

  press('j')
  await readsRow(2)
  await screen.findByRole('region', { name: rowsPage.detail.persona })
  expect(screen.queryByRole('region', { name: rowsPage.note })).toBeNull()
})

test('rows are narrowed by their notes in the filter, which a chip takes away, and which an export follows', async () => {
  // Nothing is measured here, so a popover counts as hidden, and its focus trap says so on hundreds of lines.
  vi.spyOn(console, 'warn').mockReturnValue()
  const { asked } = showPage('/datasets/1/rows', fakeDataset([1, 2, 3]))
  const lists = () => askedOf('row.outline', asked).map((input) => (input as RowFilter).noted)
  fireEvent.click(await screen.findByRole('button', { name: rowsPage.filter }))
  const field = await screen.findByRole('combobox', { name: rowsPage.note, hidden: true })
  const choose = async (name: string) => {
    fireEvent.click(field)
    fireEvent.click(await screen.findByRole('option', { name, hidden: true }))
  }
  await choose(rowsPage.notedIs.no)
  await screen.findByRole('button', { name: rowsPage.drop(rowsPage.notedIs.no) })
  await choose(rowsPage.notedIs.yes)
  const chip = await screen.findByRole('button', { name: rowsPage.drop(rowsPage.notedIs.yes) })
  expect(window.location.hash).toContain('noted=yes')
  await waitFor(() => expect(lists()).toEqual([undefined, false, true]))
  fireEvent.click(chip)
  await waitFor(() => expect(window.location.hash).not.toContain('noted'))
  cleanup()

  const page = showPage('/datasets/1/rows?noted=no&dialog=export', fakeDataset([1, 2, 3]))
  fireEvent.click(await screen.findByRole('radio', { name: exporting.rowsOf.found, hidden: true }))
  await waitFor(() => expect(askedOf('export.preview', page.asked).at(-1)).toMatchObject({ runId: 1, noted: false }))
  cleanup()

  const other = showPage('/datasets/1/rows?noted=perhaps', fakeDataset([1, 2, 3]))
  await screen.findByText(rowsPage.found(3, 3))
  expect(askedOf('row.outline', other.asked)).toEqual([{ runId: 1, sort: 'planned' }])
})

test('a row that copied says what it copied, and of which example', async () => {
  const answers = fakeDataset([1])
  const both: Reason[] = ['copied-name', 'copied-persona']
  const row = fakeRow(1, { state: 'rejected', reasons: both })
  answers['row.show'] = () => ({ row, attempts: [] })
  answers['row.check'] = () => ({
    reasons: both,
    missing: [],
    copied: [
      { reason: 'copied-name', text: 'Mira Castell', example: 2 },
      { reason: 'copied-persona', text: 'who mends old clocks' },
      { reason: 'copied-name', text: 'a'.repeat(500) },
    ],
  })
  showPage('/datasets/1/rows?row=1', answers)
  await readsRow(1)
  await screen.findByText(/Here: “Mira Castell” from example 3 of the template, “a{78} …” from the world/)
  const why = screen.getByText(/Here: “who mends old clocks”\.$/)
  const follows = why.compareDocumentPosition(within(why.parentElement!).getByText(row.text))
  expect(follows).toBe(Node.DOCUMENT_POSITION_FOLLOWING)
})

test('what the checks had against a row before it was edited is told to be of before', async () => {
  const answers = fakeDataset([1])
  const mended = fakeRow(1, {
    state: 'rejected',
    reasons: ['too-short'],
    editedText: 'Why does the harbour wall hold?',
  })
  answers['row.show'] = () => ({ row: mended, attempts: [] })
  answers['row.check'] = () => ({ reasons: [], missing: [], copied: [] })
  showPage('/datasets/1/rows?row=1', answers)
  await readsRow(1)
  const before = await screen.findByText(review.beforeEdit)
  expect(before.nextElementSibling?.textContent).toContain(reasons['too-short'].text)
  await screen.findByText(rowsPage.editor.nothingAgainst(false, true) ?? '')
})

test('rows that are judged together stay chosen when that is refused, and are let go when it is stored', async () => {
  const answers = fakeDataset([1, 2, 3])
  const judgeMany = answers['row.judgeMany']
  answers['row.judgeMany'] = refuse('The disk is full.')
  showPage('/datasets/1/rows', answers)
  await screen.findByText(rowsPage.found(3, 3))
  press('a', { ctrlKey: true })
  fireEvent.click(await screen.findByRole('button', { name: new RegExp(`^${rowsPage.bulk.keep(3)}`) }))
  await screen.findByText('The disk is full.')
  screen.getByText(rowsPage.bulk.chosen(3, 3))

  // What is chosen meanwhile is not put away for it.
  fireEvent.click(screen.getByRole('button', { name: new RegExp(`^${rowsPage.bulk.keep(3)}`) }))
  fireEvent.click(screen.getByRole('checkbox', { name: rowsPage.choose(2) }))
  await screen.findByText('The disk is full.')
  await screen.findByText(rowsPage.bulk.chosen(1, 3))

  Object.assign(answers, { 'row.judgeMany': judgeMany })
  press('r')
  await screen.findByText(new RegExp(rowsPage.done(1, 'discarded')))
  expect(screen.queryByText(rowsPage.bulk.chosen(1, 3))).toBeNull()
})

test('an earlier try of a row that is being written again is told to be one, and is not to be judged', async () => {
  const answers = fakeDataset([1, 2])
  answers['row.show'] = ({ rowId }) => ({
    row: fakeRow(rowId, rowId === 1 ? { state: 'running', reasons: ['copied-example'] } : {}),
    attempts: [],
  })
  showPage('/datasets/1/rows?row=1', answers)
  await screen.findByText(rowsPage.detail.earlierTry)
  expect(screen.queryByRole('button', { name: rowsPage.detail.keep })).toBeNull()
  cleanup()
  showPage('/datasets/1/rows?row=2', answers)
  await screen.findByRole('button', { name: rowsPage.detail.keep })
  expect(screen.queryByText(rowsPage.detail.earlierTry)).toBeNull()
})

test('a row that is back in line is to do, and what was against its earlier try stands beside it no more', async () => {
  const counts = { planned: 3, waiting: 1, running: 2, accepted: 0, rejected: 0, duplicate: 0, failed: 0, cancelled: 0 }
  const answers = fakeDataset([1, 2, 3], { status: 'running', counts, tokens: 0, seconds: 0, parallel: 2 })
  // Of the three the core has taken two, while the model is still being loaded.
  const rows = [1, 2, 3].map((id) =>
    fakeRow(id, { state: id < 3 ? 'running' : 'waiting', reasons: ['copied-example'] }),
  )
  answers['row.page'] = () => ({ rows, next: null })
  answers['row.show'] = ({ rowId }) => ({ row: rows[rowId - 1]!, attempts: [] })
  const { tell } = showPage('/datasets/1/rows?row=1', answers)
  const detail = within(await screen.findByRole('complementary', { name: rowsPage.detail.label }))
  await detail.findByText(rowsPage.detail.earlierTry)
  detail.getByText(common.state.waiting)
  expect(screen.getAllByText(rowsPage.earlierTry, { selector: '[role="gridcell"] *' })).toHaveLength(3)
  expect(screen.queryByText(new RegExp(reasons['copied-example'].word))).toBeNull()
  tell('row.delta', { runId: 1, rows: [{ rowId: 1, position: 0, persona: 'A baker', text: 'Why' }] })
  await detail.findByText(common.state.running)
  cleanup()
  showPage('/datasets/1/rows?row=3', answers)
  await screen.findByText(rowsPage.detail.madeAgain)
  screen.getByRole('button', { name: rowsPage.detail.keep })
})

test('the table says of a row that it is written while its words come, and has its text as soon as it is', async () => {
  const counts = { planned: 2, waiting: 0, running: 2, accepted: 0, rejected: 0, duplicate: 0, failed: 0, cancelled: 0 }
  const answers = fakeDataset([1, 2], { status: 'running', counts, tokens: 0, seconds: 0, parallel: 2 })
  const rows = [1, 2].map((id) => fakeRow(id, { state: 'running', finishReason: null, text: '' }))
  answers['row.page'] = () => ({ rows, next: null })
  answers['row.show'] = ({ rowId }) => ({ row: fakeRow(rowId, { state: 'running' }), attempts: [] })
  const { tell } = showPage('/datasets/1/rows', answers)
  const states = () =>
    screen.getAllByText(new RegExp(`^(${[...Object.values(common.state), common.heldShort].join('|')})$`), {
      selector: '[role="gridcell"] *',
    })
  const told = () => states().map(({ textContent }) => textContent)
  // Both are counted as running, and one of them is in line for a free place.
  await waitFor(() => expect(told()).toEqual([common.state.waiting, common.state.waiting]))
  tell('row.delta', { runId: 1, rows: [{ rowId: 2, position: 1, persona: 'A baker', text: 'Why' }] })
  await waitFor(() => expect(told()).toEqual([common.state.waiting, common.state.running]))
  tell('row.written', { runId: 1, rowId: 2 })
  await waitFor(() => expect(told()).toEqual([common.state.waiting, common.heldShort]))
  await screen.findByText('Question 2?')
})

/** Judges as the core does. */
function judgedRows(numbers: number[]) {
  const rows = new Map(numbers.map((id) => [id, fakeRow(id)]))
  const known = (id: number) => rows.get(id) as ReturnType<typeof fakeRow>
  const answers = fakeDataset(numbers)
  answers['row.show'] = ({ rowId }) => ({ row: known(rowId), attempts: [] })
  answers['row.page'] = ({ after = 0, limit }) => ({
    rows: [...rows.values()].filter(({ id }) => id > after).slice(0, limit),
    next: null,
  })
  answers['row.judge'] = ({ rowId, verdict = known(rowId).verdict, discardReason = null }) => {
    const row = { ...known(rowId), verdict, discardReason: verdict === 'discarded' ? discardReason : null }
    rows.set(rowId, row)
    return row
  }
  return { answers, known }
}

test('a single row that was discarded takes a reason too, as long as it is read', async () => {
  const { answers, known } = judgedRows([1, 2, 3])
  const { asked } = showPage('/datasets/1/rows?row=2', answers)
  await readsRow(2)
  press('3')
  press('r')
  await screen.findByText(`${rowsPage.found(3, 3)} ${rowsPage.doneOne(2, 'discarded')}`)
  const why = within(screen.getByRole('region', { name: rowsPage.why }))
  press('3')
  await why.findByRole('button', { name: review.reasons.dull, pressed: true })
  fireEvent.click(why.getByRole('button', { name: review.reasons.other }))
  await why.findByRole('button', { name: review.reasons.other, pressed: true })
  expect(known(2)).toMatchObject({ verdict: 'discarded', discardReason: 'other' })
  // Another row is read: a number would be taken to be about that.
  press('j')
  await readsRow(3)
  expect(screen.queryByRole('region', { name: rowsPage.why })).toBeNull()
  press('1')
  press('k')
  await readsRow(2)
  fireEvent.click(screen.getByRole('button', { name: rowsPage.detail.discard, pressed: true }))
  await screen.findByText(`${rowsPage.found(3, 3)} ${rowsPage.doneOne(2, null)}`)
  expect(screen.queryByRole('region', { name: rowsPage.why })).toBeNull()
  expect(askedOf('row.judge', asked)).toEqual([
    { rowId: 2, verdict: 'discarded' },
    { rowId: 2, discardReason: 'dull' },
    { rowId: 2, discardReason: 'other' },
    { rowId: 2, verdict: null },
  ])
})

test('what U takes back is said with its row, also a step made in the review, and how many rows it was', async () => {
  const { answers, known } = judgedRows([1, 2, 3])
  answers['row.undo'] = () => ({ changed: 3 })
  showPage('/datasets/1/review', answers)
  await screen.findByRole('article', { name: review.row(1) })
  press('r')
  await screen.findByRole('article', { name: review.row(2) })
  cleanup()
  showPage('/datasets/1/rows', answers)
  await screen.findByText(rowsPage.found(3, 3))
  press('u')
  await screen.findByText(`${rowsPage.found(3, 3)} ${rowsPage.takenBackOne(1)}`)
  expect(known(1).verdict).toBeNull()
  fireEvent.click(screen.getByRole('checkbox', { name: rowsPage.chooseAll }))
  await screen.findByText(rowsPage.bulk.chosen(3, 3))
  press('a')
  await screen.findByText(`${rowsPage.found(3, 3)} ${rowsPage.done(1, 'kept')}`)
  press('u')
  await screen.findByText(`${rowsPage.found(3, 3)} ${rowsPage.takenBack(3)}`)
})

test('from the review the last try of a row stands open, and none of the row that is read next', async () => {
  const answers = fakeDataset([1, 2])
  const attempt = (number: number): Attempt => ({
    ...{
      number,
      reasons: [],
      durationMs: 900,
      finishReason: 'stop',
      promptTokens: 40,
      tokens: 12,
      seed: 7,
      engine: 'llama',
    },
    ...{ prompt: `Ask, try ${number}.`, startLength: 0, reasoning: '', text: 'Question?' },
  })
  answers['row.show'] = ({ rowId }) => ({ row: fakeRow(rowId), attempts: [attempt(1), attempt(2)] })
  showPage('/datasets/1/review?row=1', answers)
  const link = await screen.findByRole<HTMLAnchorElement>('link', { name: review.prompt })
  cleanup()
  showPage(new URL(link.href).hash.slice(1), answers)
  await readsRow(1)
  const isOpen = async (number: number) =>
    (await screen.findByText(`Ask, try ${number}.`)).closest('details')?.hasAttribute('open')
  expect([await isOpen(1), await isOpen(2)]).toEqual([false, true])
  press('j')
  await readsRow(2)
  expect([await isOpen(1), await isOpen(2)]).toEqual([false, false])
})
