// @vitest-environment happy-dom
import { cleanup, screen, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Template } from '#contract/templates'
import { templates as words } from '../../src-renderer/locales/en/templates.ts'
import { showPage } from '../support/show-page.tsx'

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
