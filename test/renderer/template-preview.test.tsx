// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { Recipe } from '#contract/recipe'
import type { Template } from '#contract/templates'
import { templates as words } from '../../src-renderer/locales/en/templates.ts'
import { fakeLibrary } from '../support/fake-library.ts'
import { showPage } from '../support/show-page.tsx'

afterEach(cleanup)

const { noExamples, noneDrawn } = words.preview
const example = { persona: 'A diver', output: 'Dear diver' }

test.each([
  ['has no examples', { examples: [], draw: 3 }, noExamples, noneDrawn],
  ['has examples and draws none', { examples: [example], draw: 0 }, noneDrawn, noExamples],
])('the preview of a template that %s says just that', async (_what, step, said, notSaid) => {
  const recipe = Recipe.parse({
    ...{ format: 'persona-loom/recipe@1', key: 'letters', name: 'Letters' },
    steps: [{ name: 'letter', prompt: 'Write to {persona}.', ...step }],
  })
  const template = { key: 'letters', name: 'Letters', builtIn: false, hash: 'a' } as Template
  showPage('/templates/letters', {
    ...fakeLibrary(['A bell founder']).answers,
    'template.show': () => ({ template, recipe, original: null }),
  })
  await screen.findByText(said)
  expect(screen.queryByText(notSaid)).toBeNull()
})
