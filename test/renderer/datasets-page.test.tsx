// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Output } from '#contract/index'
import type { Run } from '#contract/runs'
import { common } from '../../src-renderer/locales/en/common.ts'
import { datasets as words } from '../../src-renderer/locales/en/datasets.ts'
import { fakeDataset } from '../support/fake-dataset.ts'
import { type Answers, showPage } from '../support/show-page.tsx'

afterEach(cleanup)

async function showList(count: number, more: Partial<Run> = {}) {
  const run = await (fakeDataset([1], more)['run.show'] as NonNullable<Answers['run.show']>)({ runId: 1 })
  const runs = Array.from({ length: count }, (_, at) => ({ ...run, id: at + 1, name: `Harbour ${at + 1}` }))
  return showPage('/datasets', {
    'app.info': () => ({ runCount: count }) as Output<'app.info'>,
    'run.templates': () => [],
    'run.list': ({ query = '' }) => ({ runs: runs.filter(({ name }) => name.endsWith(query)), next: null }),
  })
}

test('many datasets are searched by words of their names, and the field stays while nothing is found and once it is emptied', async () => {
  await showList(12)
  const field = (await screen.findByRole('searchbox', { name: words.search })) as HTMLInputElement
  field.focus()
  fireEvent.change(field, { target: { value: '12' } })
  await waitFor(() => expect(screen.queryByText('Harbour 3')).toBeNull())
  screen.getByText('Harbour 12')
  expect(window.location.hash).toContain('query=')
  fireEvent.change(field, { target: { value: 'nothing' } })
  await screen.findByText(words.noneFound)
  fireEvent.click(screen.getByRole('button', { name: common.clearSearch }))
  await screen.findByText('Harbour 3')
  expect(screen.getByRole('searchbox', { name: words.search })).toBe(field)
  expect(window.location.hash).not.toContain('query=')
})

test('a list says how many rows of a dataset an export leaves out, in one word whether the checks or a person decided it', async () => {
  const counts = { planned: 9, waiting: 0, running: 0, accepted: 6, rejected: 2, duplicate: 1, failed: 0, cancelled: 0 }
  const handled = { discarded: 4, kept: 1, keptFrom: { rejected: 1 } }
  await showList(1, { counts })
  await screen.findByText(common.run.finishedLeftOut(3))
  cleanup()
  await showList(1, { counts, overruled: handled })
  await screen.findByText(common.run.finishedLeftOut(6))
  screen.getByText(common.run.partOf(3, 9))
})

test('a few datasets stand without a search', async () => {
  await showList(3)
  await screen.findByText('Harbour 3')
  expect(screen.queryByRole('searchbox')).toBeNull()
})
