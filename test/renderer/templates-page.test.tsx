// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Template } from '#contract/templates'
import { common } from '../../src-renderer/locales/en/common.ts'
import { shell } from '../../src-renderer/locales/en/shell.ts'
import { templates as words } from '../../src-renderer/locales/en/templates.ts'
import { refuse } from '../support/fake-library.ts'
import { type Answers, showPage } from '../support/show-page.tsx'

afterEach(cleanup)

const moods: Template = {
  ...{ key: 'moods', name: 'Moods', summary: '', description: '', builtIn: false, hash: 'a', examples: 2, start: '' },
  ...{ form: 'choice', parts: 3, glimpse: 'calm', variables: [] },
}
const years: Template = { ...moods, key: 'years', name: 'Years', form: 'pattern', parts: 0, glimpse: '1871' }

test('each template’s card shows how its rows look and which form they have, with one request for all of them', async () => {
  const { asked } = showPage('/templates', { 'template.list': () => [moods, years] })
  const card = async (name: string) => within(await screen.findByRole('link', { name: new RegExp(`^${name}`) }))
  const first = await card('Moods')
  first.getByText('calm')
  first.getByText(words.oneOf(3))
  const second = await card('Years')
  second.getByText('1871')
  second.getByText(words.ofPattern)
  expect(asked.filter(({ name }) => name === 'template.show')).toEqual([])
})

test('a new template cannot be created before the others are known, which is said, and its task outlives the page', async () => {
  const answers: Answers = { 'template.list': () => refuse('The templates could not be read.') }
  showPage('/templates', answers)
  const open = async () => {
    fireEvent.click(await screen.findByRole('button', { name: words.new }))
    return within(await screen.findByRole('dialog'))
  }
  const dialog = await open()
  await dialog.findByText('The templates could not be read.')
  const create = () => dialog.getByRole('button', { name: words.create.do })
  expect(create()).toHaveProperty('disabled', true)
  const task = 'Ask {persona} for the way to the harbour.'
  fireEvent.change(dialog.getByLabelText(words.create.prompt), { target: { value: task } })
  answers['template.list'] = () => [moods]
  fireEvent.click(dialog.getByRole('button', { name: common.error.retry }))
  await waitFor(() => expect(create()).toHaveProperty('disabled', false))
  fireEvent.click(document.querySelector('.mantine-Modal-close') as HTMLElement)

  fireEvent.click(screen.getByRole('link', { name: new RegExp(`^${shell.places.models}`) }))
  await waitFor(() => expect(screen.queryByRole('button', { name: words.new })).toBeNull())
  fireEvent.click(screen.getByRole('link', { name: new RegExp(`^${shell.places.templates}`) }))
  expect((await open()).getByLabelText(words.create.prompt)).toHaveProperty('value', task)
})
