// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { review } from '../../src-renderer/locales/en/review.ts'
import { fakeDataset, fakeRow } from '../support/fake-dataset.ts'
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
