// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { Recipe } from '#contract/recipe'
import type { Template } from '#contract/templates'
import { personaImport, personas } from '../../src-renderer/locales/en/personas.ts'
import { shell } from '../../src-renderer/locales/en/shell.ts'
import { templates as words } from '../../src-renderer/locales/en/templates.ts'
import { fakeLibrary } from '../support/fake-library.ts'
import { showPage } from '../support/show-page.tsx'

afterEach(cleanup)

const recipe = Recipe.parse({
  ...{ format: 'persona-loom/recipe@1', key: 'letters', name: 'Letters' },
  steps: [{ name: 'letter', prompt: 'Write to {persona}.' }],
})
const template = { key: 'letters', name: 'Letters', builtIn: false, hash: 'a' } as Template

/** A template with changes that are not saved, on which a file of personas was dropped. */
async function dropOverChanges() {
  const { asked } = showPage('/templates/letters', {
    ...fakeLibrary(['A bell founder']).answers,
    'template.show': () => ({ template, recipe, original: null }),
    'persona.inspect': () => ({
      ...{
        format: 'csv',
        fields: ['persona'],
        field: 'persona',
        isGuess: false,
        preview: [],
        further: [],
        known: { library: 0, file: 0 },
      },
      ...{ looked: 1, isWhole: true, hasRows: false },
    }),
  })
  fireEvent.change(await screen.findByLabelText(words.edit.name), { target: { value: 'Notes' } })
  const files = [new File(['persona\nA choir master\n'], 'people.csv')]
  fireEvent.drop(document.body, { dataTransfer: { types: ['Files'], files, items: [] } })
  return asked
}

test('whoever leaves unsaved changes for a file that was dropped finds it taken in', async () => {
  await dropOverChanges()
  fireEvent.click(await screen.findByRole('button', { name: words.edit.leave }))
  await screen.findByRole('button', { name: personaImport.doNew(1) })
})

test('whoever stays with unsaved changes does not find the file that was dropped taken in at a later visit', async () => {
  const asked = await dropOverChanges()
  fireEvent.click(await screen.findByRole('button', { name: words.edit.stay }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  fireEvent.click(screen.getByRole('button', { name: words.edit.undo }))
  fireEvent.click(screen.getByRole('link', { name: new RegExp(`^${shell.places.personas}`) }))
  fireEvent.click(await screen.findByRole('button', { name: personas.import }))
  await screen.findByText(personaImport.chooseLead)
  expect(asked.filter(({ name }) => name === 'persona.inspect')).toEqual([])
})
