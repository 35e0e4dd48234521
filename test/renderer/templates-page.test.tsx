// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { Recipe } from '#contract/recipe'
import type { Template } from '#contract/templates'
import { common } from '../../src-renderer/locales/en/common.ts'
import { shell } from '../../src-renderer/locales/en/shell.ts'
import { templates as words } from '../../src-renderer/locales/en/templates.ts'
import { refuse } from '../support/fake-library.ts'
import { type Answers, showPage } from '../support/show-page.tsx'

afterEach(cleanup)

const moods: Template = {
  ...{ key: 'moods', name: 'Moods', summary: '', description: '', builtIn: false, hash: 'a', examples: 2, start: '' },
  ...{ form: 'choice', phrases: [], parts: 3, glimpse: 'calm', variables: [] },
}
const letters: Template = {
  ...moods,
  key: 'letters',
  name: 'Letters',
  form: 'text',
  parts: 0,
  phrases: ['Warm regards,'],
}
const years: Template = { ...moods, key: 'years', name: 'Years', form: 'pattern', parts: 0, glimpse: '1871' }

test('each template’s card shows how its rows look and which form they have, with one request for all of them', async () => {
  const { asked } = showPage('/templates', { 'template.list': () => [moods, years, letters] })
  const card = async (name: string) => within(await screen.findByRole('link', { name: new RegExp(`^${name}`) }))
  const first = await card('Moods')
  first.getByText('calm')
  first.getByText(words.oneOf(3))
  const second = await card('Years')
  second.getByText('1871')
  second.getByText(words.ofPattern)
  const third = await card('Letters')
  third.getByText('Text with “Warm regards,”')
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
  const create = () => dialog.getByRole('button', { name: new RegExp(`^${words.create.do}`) })
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

const foundLine = {
  ...{ shape: 'lines' as const, parting: null },
  examples: [{ line: 1, text: 'Dear Anna', problem: null }],
}

test('it is said where examples are pasted how each names its persona, and below when there are enough of them', async () => {
  const answers: Answers = {
    'template.list': () => [moods],
    'template.draft': () => ({
      ...foundLine,
      ...{ found: 2, usable: 2, problem: 'Add one more.', draft: null },
    }),
  }
  showPage('/templates', answers)
  fireEvent.click(await screen.findByRole('button', { name: words.draft.open }))
  const dialog = within(await screen.findByRole('dialog'))
  const field = dialog.getByLabelText(words.draft.examples)
  const hint = document.getElementById(field.getAttribute('aria-describedby') ?? '')
  expect(hint?.textContent).toContain('in a column or a field called “persona”')
  dialog.getByText(words.draft.foundEmpty)
  fireEvent.change(field, { target: { value: 'Dear Anna\nDear Bob' } })
  await dialog.findByText('2 of 2 examples can be used, and 3 to 10 are needed')
  expect(dialog.queryByText(words.draft.foundEmpty)).toBeNull()
  answers['template.draft'] = () => ({
    ...foundLine,
    ...{ found: 3, usable: 3, problem: null, draft: null },
  })
  fireEvent.change(field, { target: { value: 'Dear Anna\nDear Bob\nDear Eve' } })
  await dialog.findByText('3 of 3 examples can be used, which is enough')
  const separator = dialog.getByRole('combobox', { name: words.draft.shape })
  expect(separator).toHaveProperty('value', 'As it looks: line ends')
  answers['template.draft'] = () => ({
    ...{ ...foundLine, shape: 'sections', parting: 'beginnings' },
    ...{ found: 3, usable: 3, problem: null, draft: null },
  })
  fireEvent.change(field, { target: { value: 'Dear Anna\n\nHello.\n\nDear Bob\n\nDear Eve' } })
  await waitFor(() => expect(separator).toHaveProperty('value', 'As it looks: how each of them begins'))
})

test('Ctrl and Enter create a template from within either dialog, once, and not before it could be created', async () => {
  const saved: string[] = []
  const recipe = Recipe.parse({
    ...{ format: 'persona-loom/recipe@1', key: 'thanks', name: 'Thanks' },
    steps: [{ name: 'note', prompt: 'Thank {persona}.' }],
  })
  const answers: Answers = {
    'template.list': () => [moods],
    'template.draft': () => ({
      ...foundLine,
      ...{ found: 3, usable: 3, problem: null, draft: { recipe, notes: [] } },
    }),
    'template.save': (input) => {
      saved.push((input.recipe as { name: string }).name)
      return new Promise(() => undefined)
    },
  }
  showPage('/templates', answers)
  const send = (field: HTMLElement) => fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true })
  fireEvent.click(await screen.findByRole('button', { name: words.new }))
  const dialog = within(await screen.findByRole('dialog'))
  const task = dialog.getByLabelText(words.create.prompt)
  send(task)
  dialog.getByText(words.edit.problems['name-missing'])
  fireEvent.change(dialog.getByLabelText(words.create.name), { target: { value: 'Harbours' } })
  fireEvent.keyDown(task, { key: 'Enter' })
  send(task)
  await waitFor(() => expect(saved).toEqual(['Harbours']))
  send(task)
  cleanup()

  showPage('/templates', answers)
  fireEvent.click(await screen.findByRole('button', { name: words.draft.open }))
  const other = within(await screen.findByRole('dialog'))
  const examples = other.getByLabelText(words.draft.examples)
  fireEvent.change(other.getByLabelText(words.draft.name), { target: { value: 'Thanks' } })
  fireEvent.change(examples, { target: { value: 'Dear Anna\nDear Bob\nDear Eve' } })
  send(examples)
  await waitFor(() =>
    expect(other.getByRole('button', { name: new RegExp(`^${words.draft.do}`) })).toHaveProperty('disabled', false),
  )
  expect(saved).toEqual(['Harbours'])
  send(examples)
  await waitFor(() => expect(saved).toEqual(['Harbours', 'Thanks']))
})
