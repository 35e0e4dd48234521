// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Row } from '#contract/rows'
import { review } from '../../src-renderer/locales/en/review.ts'
import { rowsPage } from '../../src-renderer/locales/en/rows.ts'
import { fakeDataset, fakeRow, refuse } from '../support/fake-dataset.ts'
import { type Answers, showPage } from '../support/show-page.tsx'

afterEach(cleanup)

const press = (key: string, more = {}) => fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more })
const readsRow = (number: number) => screen.findByRole('article', { name: review.row(number) })
const because = (reason: keyof typeof review.reasons) => `${rowsPage.verdict.discarded} (${review.reasons[reason]})`

/** Rows that take verdicts and reasons as the core does, and leave the queue with them. */
function judgedRows(numbers: number[]): { rows: Map<number, Row>; answers: Answers; stands: () => string[] } {
  const rows = new Map(numbers.map((id) => [id, fakeRow(id)]))
  const known = (id: number) => ({ ...(rows.get(id) as Row) })
  const answers: Answers = {
    ...fakeDataset(numbers),
    'row.show': ({ rowId }) => ({ row: known(rowId), attempts: [] }),
    'row.page': ({ after = 0, limit }) => ({
      rows: [...rows.values()].filter(({ id, verdict }) => id > after && verdict === null).slice(0, limit),
      next: null,
    }),
    'row.judge': ({ rowId, verdict, discardReason, note }) => {
      const row = known(rowId)
      if (verdict !== undefined) row.verdict = verdict
      if (discardReason !== undefined) row.discardReason = discardReason
      if (note !== undefined) row.note = note
      if (row.verdict !== 'discarded') row.discardReason = null
      rows.set(rowId, row)
      return row
    },
  }
  return { rows, answers, stands: () => [...rows.values()].map((row) => `${row.verdict} ${row.discardReason}`) }
}

/** Of two rows the first was just discarded, and the other is read. */
async function discardFirst(): Promise<ReturnType<typeof judgedRows>> {
  const dataset = judgedRows([1, 2])
  showPage('/datasets/1/review', dataset.answers)
  await readsRow(1)
  press('r')
  await readsRow(2)
  return dataset
}

test('R goes on at once, and one number says why; the next one is about the row that is read', async () => {
  const { answers, stands } = judgedRows([1, 2, 3, 4])
  const { asked } = showPage('/datasets/1/review', answers)
  await readsRow(1)
  // With Caps Lock on.
  press('R')
  await readsRow(2)
  await screen.findByText(review.discarded(1))
  screen.getByRole('heading', { name: review.whyBefore(1) })
  press('1')
  await screen.findByText(review.decided(1, because('wrong')))
  await readsRow(2)
  screen.getByRole('heading', { name: review.why })
  expect(screen.queryByRole('heading', { name: review.whyBefore(1) })).toBeNull()
  expect(stands().slice(0, 2)).toEqual(['discarded wrong', 'null null'])
  press('3')
  await readsRow(3)
  await screen.findByText(review.decided(2, because('dull')))
  expect(stands().slice(0, 3)).toEqual(['discarded wrong', 'discarded dull', 'null null'])
  // A reason says nothing of a verdict that another window may have changed.
  const sent = asked.filter(({ name }) => name === 'row.judge').map(({ input }) => input)
  expect(sent.slice(1)).toEqual([
    { rowId: 1, discardReason: 'wrong' },
    { rowId: 2, verdict: 'discarded', discardReason: 'dull' },
  ])

  press('r')
  await readsRow(4)
  fireEvent.click(screen.getByRole('button', { name: new RegExp(review.reasons['badly-written']) }))
  await screen.findByText(review.decided(3, because('badly-written')))
  expect(stands()).toEqual(['discarded wrong', 'discarded dull', 'discarded badly-written', 'null null'])
})

test.each([
  ['j', 3],
  ['a', 3],
  ['k', 1],
  ['u', 1],
])('after R, the key %s ends the asking: a number is about the row that is read from then on', async (key, number) => {
  const { answers, stands } = judgedRows([1, 2, 3, 4])
  showPage('/datasets/1/review', answers)
  await readsRow(1)
  press('r')
  await readsRow(2)
  await screen.findByRole('heading', { name: review.whyBefore(1) })
  press(key)
  await readsRow(number)
  screen.getByRole('heading', { name: review.why })
  press('4')
  await waitFor(() => expect(stands()[number - 1]).toBe('discarded badly-written'))
})

test('after R, an edit is one of the row that is read, and ends the asking', async () => {
  const { answers } = judgedRows([1, 2])
  showPage('/datasets/1/review', answers)
  await readsRow(1)
  // Both before the first is stored.
  press('r')
  press('e')
  await readsRow(2)
  const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: rowsPage.editor.label })
  expect(field.value).toBe(fakeRow(2).text)
  screen.getByRole('heading', { name: review.why })
})

test('U takes back the discarding with its reason in one step, and comes back to that row', async () => {
  const { answers, stands } = judgedRows([1, 2])
  const { asked } = showPage('/datasets/1/review', answers)
  await readsRow(1)
  press('r')
  press('2')
  await readsRow(2)
  await screen.findByText(review.decided(1, because('not-this-persona')))
  press('u')
  await readsRow(1)
  await screen.findByText(review.takenBack.verdict(1))
  expect(stands()).toEqual(['null null', 'null null'])
  expect(asked.filter(({ name }) => name === 'row.judge').map(({ input }) => input)).toEqual([
    { rowId: 1, verdict: 'discarded' },
    { rowId: 1, discardReason: 'not-this-persona' },
    { rowId: 1, verdict: null, discardReason: null },
  ])
})

test('keys that come faster than rows give each row its own reason', async () => {
  const { answers, stands } = judgedRows([1, 2, 3])
  showPage('/datasets/1/review', answers)
  await readsRow(1)
  for (const key of ['r', '3', 'r', '1']) press(key)
  await readsRow(3)
  await screen.findByText(review.decided(2, because('wrong')))
  expect(stands()).toEqual(['discarded dull', 'discarded wrong', 'null null'])
})

test('a key that is held judges one row', async () => {
  const { answers, stands } = judgedRows([1, 2, 3])
  showPage('/datasets/1/review', answers)
  await readsRow(1)
  press('r')
  for (const key of ['r', 'a', '1']) press(key, { repeat: true })
  await readsRow(2)
  expect(stands()).toEqual(['discarded null', 'null null', 'null null'])
})

test('the last row takes a reason and is taken back too, where nothing is left', async () => {
  const { answers, stands } = judgedRows([1])
  showPage('/datasets/1/review', answers)
  await readsRow(1)
  press('r')
  await screen.findByText(review.emptyTitle)
  screen.getByText(review.discarded(1))
  screen.getByRole('heading', { name: review.whyBefore(1) })
  press('5')
  await screen.findByText(review.decided(1, because('other')))
  expect(stands()).toEqual(['discarded other'])
  press('u')
  await readsRow(1)
  expect(stands()).toEqual(['null null'])
})

test('a row that comes by itself after the last one is not discarded by the reason for that one', async () => {
  const { rows, answers, stands } = judgedRows([1])
  const { tell } = showPage('/datasets/1/review', answers)
  await readsRow(1)
  press('r')
  await screen.findByText(review.emptyTitle)
  rows.set(2, fakeRow(2))
  tell('row.changed', fakeRow(2))
  await readsRow(2)
  press('3')
  await screen.findByText(review.decided(1, because('dull')))
  expect(stands()).toEqual(['discarded dull', 'null null'])
})

test('where another window kept the row meanwhile, a reason changes nothing, and the page says so', async () => {
  const { rows, stands } = await discardFirst()
  rows.set(1, fakeRow(1, { verdict: 'kept' }))
  press('3')
  await screen.findByText(review.noMoreDiscarded(1))
  screen.getByRole('heading', { name: review.why })
  expect(stands()).toEqual(['kept null', 'null null'])
})

test('a reason that could not be stored can be given again', async () => {
  const { answers, stands } = await discardFirst()
  const { 'row.judge': judge } = answers
  Object.assign(answers, { 'row.judge': refuse('The disk is full.') })
  press('3')
  await screen.findByText('The disk is full.')
  screen.getByRole('heading', { name: review.whyBefore(1) })
  Object.assign(answers, { 'row.judge': judge })
  press('3')
  await screen.findByText(review.decided(1, because('dull')))
  expect(stands()).toEqual(['discarded dull', 'null null'])
})

test('a note after R is on the row that its label names, and the row before still takes its reason', async () => {
  const { rows, stands } = await discardFirst()
  press('n')
  const field = screen.getByRole('textbox', { name: review.note(2) })
  expect(document.activeElement).toBe(field)
  fireEvent.change(field, { target: { value: 'ask the boat yard' } })
  fireEvent.keyDown(field, { key: 'Escape' })
  await screen.findByText(review.noted(2))
  expect([rows.get(1)?.note, rows.get(2)?.note]).toEqual([null, 'ask the boat yard'])
  screen.getByRole('heading', { name: review.whyBefore(1) })
  press('2')
  // The reason is no step: what U takes back first is the note.
  await screen.findByText(review.decided(1, because('not-this-persona'), 2))
  expect(stands()).toEqual(['discarded not-this-persona', 'null null'])
  press('u')
  await screen.findByText(review.takenBack.note(2))
  expect(rows.get(2)?.note).toBeNull()
  expect(stands()).toEqual(['discarded not-this-persona', 'null null'])
})
