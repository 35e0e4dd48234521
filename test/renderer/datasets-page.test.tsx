// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Output } from '#contract/index'
import { common } from '../../src-renderer/locales/en/common.ts'
import { datasets as words } from '../../src-renderer/locales/en/datasets.ts'
import { fakeDataset } from '../support/fake-dataset.ts'
import { type Answers, showPage } from '../support/show-page.tsx'

afterEach(cleanup)

async function showList(count: number) {
  const run = await (fakeDataset([1])['run.show'] as NonNullable<Answers['run.show']>)({ runId: 1 })
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

test('a few datasets stand without a search', async () => {
  await showList(3)
  await screen.findByText('Harbour 3')
  expect(screen.queryByRole('searchbox')).toBeNull()
})
