// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { AppError } from '#contract/errors'
import { personas as words } from '../../src-renderer/locales/en/personas.ts'
import { shell } from '../../src-renderer/locales/en/shell.ts'
import { en } from '../../src-renderer/locales/en.ts'
import { splitSentences } from '../../src-renderer/ui/say-error.tsx'
import { choir, fakeLibrary, refuse } from '../support/fake-library.ts'
import { type Answers, showPage } from '../support/show-page.tsx'

afterEach(cleanup)

const texts = ['A bell founder', 'A tram driver', 'A tile setter', 'A ferry pilot', 'A choir master']

const itemOf = async (text: string) =>
  (await screen.findByText(text)).closest<HTMLElement>('[data-persona]') as HTMLElement

function press(key: string, modifiers: { ctrlKey?: boolean } = {}): void {
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...modifiers })
}

async function showLibrary(refused: Answers = {}) {
  const library = fakeLibrary(texts)
  const { asked } = showPage('/personas', Object.assign(library.answers, refused))
  await screen.findByText('A bell founder')
  return { ...library, asked }
}

test('while many are archived nothing else is begun or undone, and then all of them come back in one step', async () => {
  const { answers, asked, inLibrary } = await showLibrary()
  const commands = () => asked.map(({ name }) => name).filter((name) => /persona.(archive|restore|undo)/.test(name))
  const archive = answers['persona.archive']
  let goOn = () => {}
  const working = new Promise<void>((resolve) => {
    goOn = resolve
  })
  answers['persona.archive'] = async (which) => {
    await working
    return archive?.(which) as never
  }
  press('a', { ctrlKey: true })
  await screen.findByText(words.chosen.count(5, 5))
  press('Delete')
  await waitFor(() => expect(commands()).toHaveLength(1))
  press('Delete')
  fireEvent.click(screen.getByRole('button', { name: words.archiveOne('A tram driver') }))
  press('u')
  await act(async () => goOn())
  await screen.findByText(words.done.archived(5))
  expect(inLibrary()).toEqual([])
  press('u')
  await screen.findByText(words.done.undone)
  expect(inLibrary()).toEqual(texts)
  expect(commands()).toEqual(['persona.archive', 'persona.undo'])
})

test('an edit whose undoing is refused says so on the page and not of another persona, and can be undone still', async () => {
  const { answers, inLibrary } = await showLibrary()
  const { 'persona.edit': edit, 'persona.revert': revert } = answers
  const open = async (text: string) => {
    ;(await itemOf(text)).focus()
    press('Enter')
    return screen.findByLabelText<HTMLTextAreaElement>(words.editing.label)
  }
  const saveAs = async (from: string, to: string) => {
    const field = await open(from)
    fireEvent.change(field, { target: { value: to } })
    fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true })
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await itemOf(to)
  }
  await saveAs('A tram driver', 'A bus driver')
  answers['persona.revert'] = () => refuse('The disk is full.')
  press('u')
  await screen.findByText('The disk is full.')
  await open('A tile setter')
  expect(screen.queryAllByText('The disk is full.')).toHaveLength(1)
  fireEvent.click(document.querySelector('.mantine-Modal-close') as HTMLElement)
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())

  Object.assign(answers, { 'persona.edit': edit, 'persona.revert': revert })
  press('u')
  await itemOf('A tram driver')
  expect(inLibrary()).toEqual(texts)
  expect(screen.queryByText('The disk is full.')).toBeNull()
})

test('an edit that another window changed since is not undone, says so, and bars no step before it', async () => {
  const { answers, inLibrary } = await showLibrary()
  ;(await itemOf('A tile setter')).focus()
  press('Delete')
  await screen.findByText(words.done.archived(1))
  ;(await itemOf('A tram driver')).focus()
  press('Enter')
  const field = await screen.findByLabelText<HTMLTextAreaElement>(words.editing.label)
  fireEvent.change(field, { target: { value: 'A bus driver' } })
  fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true })
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await itemOf('A bus driver')
  const asked: unknown[] = []
  answers['persona.revert'] = (input) => {
    asked.push(input)
    throw new AppError('changed-elsewhere', 'Save it all the same.')
  }
  press('u')
  await screen.findByText(splitSentences(en.common.error.undoOvertaken)[0])
  expect(asked).toEqual([{ personaId: expect.any(Number), editedFrom: 'A bus driver' }])
  press('u')
  await itemOf('A tile setter')
  expect(inLibrary()).toContain('A tile setter')
})

test('a save that is refused after its dialog was closed says so on the page', async () => {
  const { answers } = await showLibrary()
  const answer = Promise.withResolvers<never>()
  answers['persona.edit'] = () => answer.promise
  ;(await itemOf('A ferry pilot')).focus()
  press('Enter')
  const field = await screen.findByLabelText<HTMLTextAreaElement>(words.editing.label)
  fireEvent.change(field, { target: { value: 'A harbour pilot' } })
  fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true })
  fireEvent.click(document.querySelector('.mantine-Modal-close') as HTMLElement)
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  answer.reject(new AppError('disk-full', 'The disk is full.'))
  await screen.findByText('The disk is full.')
})

test('a save that ends after its dialog was closed leaves the one open that was opened since', async () => {
  const { answers } = await showLibrary()
  const { 'persona.edit': edit } = answers
  const turn = Promise.withResolvers<void>()
  answers['persona.edit'] = async (input) => {
    await turn.promise
    return edit?.(input) as never
  }
  const open = async (text: string) => {
    ;(await itemOf(text)).focus()
    press('Enter')
    return screen.findByDisplayValue<HTMLTextAreaElement>(text)
  }
  const field = await open('A choir master')
  fireEvent.change(field, { target: { value: 'A band master' } })
  fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true })
  fireEvent.click(document.querySelector('.mantine-Modal-close') as HTMLElement)
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await open('A tile setter')
  turn.resolve()
  await screen.findByText(words.done.edited)
  await itemOf('A band master')
  screen.getByDisplayValue('A tile setter')
})

test('those that were ticked are ticked again when their archiving is undone, unless others are by then', async () => {
  await showLibrary()
  const tick = (text: string) => fireEvent.click(screen.getByRole('checkbox', { name: words.choose(text) }))
  const ticked = () =>
    texts.filter((text) => screen.queryByRole<HTMLInputElement>('checkbox', { name: words.choose(text) })?.checked)
  tick('A tram driver')
  tick('A tile setter')
  press('Delete')
  await screen.findByText(words.done.archived(2))
  expect(ticked()).toEqual([])
  press('u')
  await itemOf('A tram driver')
  await waitFor(() => expect(ticked()).toEqual(['A tram driver', 'A tile setter']))

  press('Delete')
  await screen.findByText(words.done.archived(2))
  tick('A ferry pilot')
  press('u')
  await screen.findByText(words.done.undone)
  await itemOf('A tram driver')
  expect(ticked()).toEqual(['A ferry pilot'])

  // One of them by its own button.
  tick('A tile setter')
  fireEvent.click(screen.getByRole('button', { name: words.archiveOne('A ferry pilot') }))
  await screen.findByText(words.chosen.count(1, 4))
  press('u')
  await screen.findByText(words.chosen.count(2, 5))
  expect(ticked()).toEqual(['A tile setter', 'A ferry pilot'])
})

test('an undo that is refused after the page was left says so where the person is by then', async () => {
  const { answers } = await showLibrary()
  ;(await itemOf('A tram driver')).focus()
  press('Delete')
  await screen.findByText(words.done.archived(1))
  answers['persona.undo'] = () => refuse('The disk is full.')
  fireEvent.click(screen.getByRole('link', { name: new RegExp(shell.places.settings) }))
  await waitFor(() => expect(screen.queryByText('A bell founder')).toBeNull())
  fireEvent.click(screen.getByText(words.done.undo))
  await screen.findByText('The disk is full.')
})

test('where all personas are archived the page says so and leads to the archive', async () => {
  await showLibrary()
  press('a', { ctrlKey: true })
  await screen.findByText(words.chosen.count(5, 5))
  press('Delete')
  await screen.findByText(words.allArchivedTitle)
  screen.getByText(words.allArchivedText(5))
  fireEvent.click(screen.getByRole('button', { name: words.showArchive }))
  await itemOf('A bell founder')
  fireEvent.change(screen.getByRole('searchbox', { name: words.search }), { target: { value: 'nobody' } })
  await screen.findByText(words.nothingText(5, [words.chips.words('nobody')]))
  fireEvent.click(screen.getByRole('button', { name: words.showArchive }))
  await itemOf('A bell founder')
})

test('what could not be read is said, and neither a licence nor a count is made up for it', async () => {
  const { answers } = await showLibrary({ 'persona.sources': () => refuse('The list of sources is gone.') })
  await screen.findByText('The list of sources is gone.')
  ;(await itemOf('A tram driver')).focus()
  press('Enter')
  await screen.findByLabelText(words.editing.label)
  expect(screen.queryByText(words.editing.noLicence)).toBeNull()
  fireEvent.click(document.querySelector('.mantine-Modal-close') as HTMLElement)
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  press('Delete')
  await screen.findByText(words.done.archived(1))

  answers['persona.count'] = () => refuse('The archive was not counted.')
  fireEvent.click(screen.getByRole('radio', { name: words.archivedOnes }))
  await itemOf('A tram driver')
  expect(screen.getByRole('searchbox', { name: words.search }).parentElement?.textContent).toBe('1')
})

test('when the persona that has the focus is archived, the next one has it, so that keys go on from there', async () => {
  const { inLibrary } = await showLibrary()
  const hasFocus = (text: string) => waitFor(() => expect(document.activeElement?.textContent).toContain(text))
  const founder = await itemOf('A bell founder')
  founder.focus()
  press('ArrowDown')
  await hasFocus('A tram driver')
  press('Delete')
  await hasFocus('A tile setter')
  const archive = screen.getByRole('button', { name: words.archiveOne('A tile setter') })
  archive.focus()
  fireEvent.click(archive)
  await hasFocus('A ferry pilot')
  press('ArrowDown')
  await hasFocus('A choir master')
  // The last one of the list: now the one before it is.
  press('Delete')
  await hasFocus('A ferry pilot')
  press('Delete')
  await hasFocus('A bell founder')
  expect(inLibrary()).toEqual(['A bell founder'])
})

test('when others are archived than the persona that has the focus, nothing takes the focus once it goes out of sight', async () => {
  await showLibrary()
  fireEvent.click(screen.getByRole('checkbox', { name: words.choose('A bell founder') }))
  const driver = await itemOf('A tram driver')
  driver.focus()
  press('Delete')
  await waitFor(() => expect(screen.queryByText('A bell founder')).toBeNull())
  expect(document.activeElement).toBe(driver)
  fireEvent.change(screen.getByRole('searchbox', { name: words.search }), { target: { value: 'tile' } })
  await waitFor(() => expect(driver.isConnected).toBe(false))
  await screen.findByRole('button', { name: words.archiveOne('A tile setter') })
  expect(document.activeElement).toBe(document.body)
})

test('what is ticked is what is saved as a selection and used in a dataset, and the buttons say how many', async () => {
  const { asked } = await showLibrary()
  const created = () => asked.flatMap(({ name, input }) => (name === 'selection.create' ? [input] : []))
  const tick = (text: string) => fireEvent.click(screen.getByRole('checkbox', { name: words.choose(text) }))
  screen.getByRole('link', { name: words.use })
  tick('A tram driver')
  tick('A ferry pilot')
  fireEvent.click(screen.getByRole('button', { name: words.chosen.save(2) }))
  await screen.findByText(words.selections.saving.title(2))
  const name = words.chosen.name(3, [], 1)
  fireEvent.change(screen.getByLabelText(words.selections.saving.name), { target: { value: name } })
  fireEvent.click(screen.getByRole('button', { name: words.selections.saving.do(2) }))
  await screen.findByText(words.selections.saving.saved(name, 2))
  expect(created()).toEqual([{ personaIds: [2, 4], name, count: 0 }])
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())

  // All but two; the name that is taken by now gets a number.
  press('a', { ctrlKey: true })
  // Nothing is left out: the filter itself says it.
  await screen.findByRole('link', { name: words.chosen.use(5) })
  tick('A bell founder')
  tick('A tile setter')
  fireEvent.click(screen.getByRole('button', { name: words.chosen.use(3) }))
  await waitFor(() => expect(window.location.hash).toContain('/datasets/new?selectionId=8'))
  expect(created()[1]).toEqual({ exceptIds: [1, 3], name: words.chosen.name(3, [], 2), count: 0 })
})

test('the foot of the list names a range only where there are personas beyond it', () => {
  expect(words.range(0, 0, 0)).toBe('0 personas')
  expect(words.range(1, 1, 1)).toBe('1 persona')
  expect(words.range(1, 7, 7)).toBe('7 personas')
  expect(words.range(1, 8, 13)).toBe('1 to 8 of 13 personas')
  expect(words.range(6, 13, 13)).toBe('6 to 13 of 13 personas')
})

test('a list without personas is no choice of the filter, unless it is the one that was chosen or only its archived ones are shown', async () => {
  const sources = () => [
    { ...choir, count: 1 },
    { ...choir, id: 2, name: 'Added by hand', kind: 'manual' as const },
    { ...choir, id: 3, name: 'guild' },
  ]
  const { answers } = fakeLibrary(['A bell founder'])
  answers['persona.sources'] = sources
  answers['persona.facets'] = () => ({
    sources: [
      { sourceId: 1, count: 1 },
      { sourceId: 3, count: 2 },
    ],
    ...{ archived: { yes: 2, no: 1 }, languages: [], lengths: [], used: { yes: 0, no: 1 }, isPartial: false },
  })
  showPage('/personas', answers)
  await screen.findByRole('radio', { name: /^guild/ })
  screen.getByRole('radio', { name: /^choir/ })
  expect(screen.queryByRole('radio', { name: /^Added by hand/ })).toBeNull()
  cleanup()
  showPage('/personas?sourceId=2', answers)
  expect(await screen.findByRole('radio', { name: /^Added by hand/ })).toHaveProperty('checked', true)
})
