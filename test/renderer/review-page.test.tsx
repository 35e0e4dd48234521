// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { AppError } from '#contract/errors'
import { noAnswer } from '../../src-renderer/client/no-answer.ts'
import { reasons } from '../../src-renderer/locales/en/reasons.ts'
import { review } from '../../src-renderer/locales/en/review.ts'
import { rowsPage } from '../../src-renderer/locales/en/rows.ts'
import { splitSentences } from '../../src-renderer/ui/say-error.tsx'
import { fakeDataset, fakeRow, refuse } from '../support/fake-dataset.ts'
import { showPage } from '../support/show-page.tsx'

afterEach(cleanup)

const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key })
const readsRow = (number: number) => screen.findByRole('article', { name: review.row(number) })

test('rows like the one before cannot be discarded while those like this one are looked for', async () => {
  const others = [fakeRow(7), fakeRow(2)].map((row) => ({ row, likeness: 0.9 }))
  showPage('/datasets/1/review', {
    ...fakeDataset([1, 2]),
    // Of the second row they never come.
    'row.similar': ({ rowId }) =>
      rowId === 1 ? { rows: others, total: 2, isPartial: false } : new Promise(() => undefined),
  })
  await readsRow(1)
  press('f')
  await screen.findByRole('button', { name: review.similar.discardOthers(2) })
  press('j')
  await readsRow(2)
  await waitFor(() => expect(screen.queryByRole('button', { name: review.similar.discardOthers(2) })).toBeNull())
  screen.getByRole('heading', { name: review.similar.title })
})

test.each([
  ['discarded', { verdict: 'discarded' }],
  ['set aside', { state: 'duplicate' }],
] as const)('the others like a row that is %s itself cannot be discarded together with it', async (_, more) => {
  const others = [fakeRow(7), fakeRow(2)].map((row) => ({ row, likeness: 0.9 }))
  showPage('/datasets/1/review', {
    ...fakeDataset([1]),
    'row.show': ({ rowId }) => ({ row: fakeRow(rowId, more), attempts: [] }),
    'row.similar': () => ({ rows: others, total: 2, isPartial: false }),
  })
  await readsRow(1)
  press('f')
  await screen.findByText(review.similar.leftOut)
  expect(screen.queryByRole('button', { name: review.similar.discardOthers(2) })).toBeNull()
})

test.each([
  ['accepted', review.wrapped.toJudge],
  ['kept', review.wrapped.judged],
  ['discarded', review.wrapped.judged],
  ['edited', review.wrapped.judged],
])('at its end the queue “%s” begins again, and says no more of its rows than is so', async (queue, words) => {
  showPage(`/datasets/1/review?queue=${queue}`, fakeDataset([1, 2]))
  await readsRow(1)
  press('j')
  await readsRow(2)
  press('j')
  within(await readsRow(1)).getByText(`${review.row(1)} ${words}`)
})

test('a row whose discarding is refused is not passed over: the same key tries again', async () => {
  const answers = fakeDataset([1, 2])
  const { 'row.judge': judge } = answers
  answers['row.judge'] = refuse('The disk is full.')
  const { asked } = showPage('/datasets/1/review', answers)
  await readsRow(1)
  press('r')
  await screen.findByText('The disk is full.')
  await readsRow(1)
  answers['row.judge'] = judge
  press('r')
  await waitFor(() => expect(asked.filter(({ name }) => name === 'row.judge')).toHaveLength(2))
  await readsRow(2)
})

test('what was decided about the row before is said beside the next one, until that is left', async () => {
  showPage('/datasets/1/review', fakeDataset([1, 2, 3, 4]))
  await readsRow(1)
  press('3')
  await readsRow(2)
  const because = `${rowsPage.verdict.discarded} (${review.reasons.dull})`
  await screen.findByText(review.decided(1, because))
  press('a')
  await readsRow(3)
  await screen.findByText(review.decided(2, rowsPage.verdict.kept))
  press('u')
  await readsRow(2)
  await screen.findByText(review.takenBack.verdict(2))
  press('j')
  await readsRow(3)
  expect(screen.queryByText(/taken back|U takes it back/)).toBeNull()
})

test('after an edit nothing says any more that U takes back the decision before it', async () => {
  showPage('/datasets/1/review', fakeDataset([1, 2]))
  await readsRow(1)
  press('3')
  await readsRow(2)
  await screen.findByText(/Row 1: .* U takes it back/)
  press('e')
  const field = await screen.findByRole('textbox', { name: rowsPage.editor.label })
  fireEvent.change(field, { target: { value: 'Mine.' } })
  fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true })
  await screen.findByText(`${review.row(2)} · ${review.saved}`)
  expect(screen.queryByText(/^Row 1: /)).toBeNull()
})

test('that the app does not answer is said once beside an edit, and no longer once it answers', async () => {
  const answers = fakeDataset([1, 2])
  const { become } = showPage('/datasets/1/review', answers)
  await readsRow(1)
  press('e')
  const field = await screen.findByRole('textbox', { name: rowsPage.editor.label })
  fireEvent.change(field, { target: { value: 'Why does the wall hold?' } })
  const { 'row.show': show, 'row.judge': judge } = answers
  const silent = () => Promise.reject(new AppError('internal', noAnswer.error.message))
  Object.assign(answers, { 'row.show': silent, 'row.judge': silent })
  fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true })
  const [said = ''] = splitSentences(noAnswer.error.message)
  await waitFor(() => expect(screen.getAllByText(said)).toHaveLength(1))
  become('reconnecting')
  Object.assign(answers, { 'row.show': show, 'row.judge': judge })
  become('open')
  await waitFor(() => expect(screen.queryByText(said)).toBeNull())
  expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: rowsPage.editor.label }).value).toBe(
    'Why does the wall hold?',
  )
})

test('an edit that was stored is said and marked, and so is the verdict that stands', async () => {
  const answers = fakeDataset([1, 2])
  const stored = fakeRow(1)
  answers['row.show'] = ({ rowId }) => ({ row: rowId === 1 ? { ...stored } : fakeRow(rowId), attempts: [] })
  answers['row.judge'] = ({ editedText, verdict }) =>
    Object.assign(stored, editedText !== undefined && { editedText }, verdict && { verdict })
  answers['row.check'] = ({ text }) => ({ reasons: text === 'Why?' ? ['too-short'] : [], missing: [], copied: [] })
  showPage('/datasets/1/review', answers)
  await readsRow(1)
  press('e')
  const field = await screen.findByRole('textbox', { name: rowsPage.editor.label })
  fireEvent.change(field, { target: { value: 'Why?' } })
  fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true })
  await screen.findByText(`${review.row(1)} · ${review.saved}`)
  screen.getByText(rowsPage.edited)
  // The checks saw the text before, and say what they have against this one.
  screen.getByText(review.beforeEdit)
  await screen.findByText(rowsPage.editor.against(true, true))
  screen.getByText(reasons['too-short'].text)

  const isPressed = (name: string) => screen.getByRole('button', { name }).getAttribute('aria-pressed')
  expect([isPressed(review.verbs.keep), isPressed(review.verbs.discard)]).toEqual(['false', 'false'])
  press('r')
  await readsRow(2)
  press('k')
  await readsRow(1)
  await waitFor(() => expect(isPressed(review.verbs.discard)).toBe('true'))
  expect(isPressed(review.verbs.keep)).toBe('false')

  press('j')
  await readsRow(2)
  expect(screen.queryByText(rowsPage.edited)).toBeNull()
  press('k')
  await readsRow(1)
  screen.getByText(rowsPage.edited)
  expect(screen.queryByText(new RegExp(review.saved))).toBeNull()
})
