// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { PersonaSource } from '#contract/personas'
import { personas as words } from '../../src-renderer/locales/en/personas.ts'
import { choir, fakeLibrary } from '../support/fake-library.ts'
import { showPage } from '../support/show-page.tsx'

afterEach(cleanup)

const byHand: PersonaSource = { ...choir, id: 2, name: 'Added by hand', kind: 'manual' }

/** The list of those that are added by hand comes with the first of them. */
function showLibrary(place = '/personas') {
  const { answers } = fakeLibrary(['A bell founder'])
  const added: string[] = []
  answers['persona.sources'] = () => (added.length > 0 ? [choir, byHand] : [choir])
  answers['persona.add'] = ({ text }) => {
    added.push(text)
    const facets = { language: 'en', length: 'short' as const, isUsed: false, isArchived: false, isEdited: false }
    return { id: 9, text, sourceId: byHand.id, ...facets, stood: 'nowhere' }
  }
  return { answers, added, asked: showPage(place, answers).asked }
}

test('a persona whose text comes after its dialog has the focus behind the text, and what was typed meanwhile', async () => {
  const { answers } = showLibrary()
  const show = answers['persona.show']
  const text = Promise.withResolvers<void>()
  answers['persona.show'] = async (input) => {
    await text.promise
    return show?.(input) as never
  }
  fireEvent.click(await screen.findByRole('button', { name: words.edit('A bell founder') }))
  const hasFocus = (selector: string) => waitFor(() => expect(document.activeElement?.matches(selector)).toBe(true))
  await hasFocus('.mantine-Modal-close')
  const type = (key: string, init = {}) => fireEvent.keyDown(document.activeElement as Element, { key, ...init })
  for (const key of [' ', 'j', 'x', 'Backspace', 'Shift', 'u']) type(key)
  type('j', { repeat: true })

  await act(async () => text.resolve())

  const field = await screen.findByLabelText<HTMLTextAreaElement>(words.editing.label)
  await hasFocus('textarea')
  expect(field.value).toBe('A bell founder ju')
  expect([field.selectionStart, field.selectionEnd]).toEqual([17, 17])
  // From here on the keys are the field's own.
  expect(type('k')).toBe(true)
  expect(field.value).toBe('A bell founder ju')
})

test('Ctrl and Enter add a persona, and an empty one is asked for once more', async () => {
  const { added } = showLibrary('/personas?dialog=add')
  const field = await screen.findByLabelText<HTMLTextAreaElement>(words.adding.label)
  fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true })
  await screen.findByText(words.adding.empty)
  fireEvent.change(field, { target: { value: 'A ferry pilot' } })
  fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true })
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(added).toEqual(['A ferry pilot'])
})

test('adding a persona is undone by U or by the button, which archives that one alone, and one that stood there is left', async () => {
  const { answers } = showLibrary('/personas?dialog=add')
  const add = answers['persona.add']
  let stood: 'nowhere' | 'library' = 'nowhere'
  answers['persona.add'] = (input) => ({ ...(add?.(input) as object), stood }) as never
  const archived: unknown[] = []
  answers['persona.archive'] = (which) => {
    archived.push(which)
    return { changed: 1, undoId: 1 }
  }
  const field = await screen.findByLabelText<HTMLTextAreaElement>(words.adding.label)
  const send = (name: string) => {
    fireEvent.change(field, { target: { value: 'A ferry pilot' } })
    fireEvent.click(screen.getByRole('button', { name: new RegExp(`^${name}`) }))
  }
  const undo = () => screen.findByRole('button', { name: new RegExp(`^${words.done.undo}`) })
  send(words.adding.doMore)
  fireEvent.click(await undo())
  await screen.findByText(words.done.undoneAdded)
  expect(archived).toEqual([{ personaIds: [9] }])

  stood = 'library'
  send(words.adding.doMore)
  await screen.findByText(words.adding.known.library(byHand.name, false))
  expect(screen.queryByRole('button', { name: new RegExp(`^${words.done.undo}`) })).toBeNull()

  stood = 'nowhere'
  send(`${words.adding.do} Ctrl`)
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await undo()
  fireEvent.keyDown(document.body, { key: 'u' })
  await waitFor(() => expect(archived).toEqual([{ personaIds: [9] }, { personaIds: [9] }]))
})

test('where a persona was added to is said, and shown whatever the page was narrowed by', async () => {
  showLibrary('/personas?sourceId=1&language=de&dialog=add')
  const field = await screen.findByLabelText<HTMLTextAreaElement>(words.adding.label)
  fireEvent.change(field, { target: { value: 'A ferry pilot' } })
  fireEvent.click(screen.getByRole('button', { name: words.adding.doMore }))
  await screen.findByText(words.adding.added(byHand.name))
  fireEvent.click(screen.getByText(words.adding.show))
  await waitFor(() => expect(window.location.hash).toBe('#/personas?sourceId=2'))
  await waitFor(() => expect(screen.queryByText(words.adding.added(byHand.name))).toBeNull())
})
