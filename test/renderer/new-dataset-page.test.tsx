// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { Reply } from '#contract/errors'
import type { Input } from '#contract/index'
import type { PersonaFilter } from '#contract/personas'
import { noAnswer } from '../../src-renderer/client/no-answer.ts'
import { NewDatasetPage } from '../../src-renderer/features/new-dataset/new-dataset-page.tsx'
import { common } from '../../src-renderer/locales/en/common.ts'
import { newDataset as words } from '../../src-renderer/locales/en/new-dataset.ts'
import { templates } from '../../src-renderer/locales/en/templates.ts'
import { splitSentences } from '../../src-renderer/ui/say-error.tsx'
import { renderPages } from '../support/render-pages.tsx'
import { answerWith, roadOf } from '../support/road-of.ts'

// A text field that grows listens for fonts, which happy-dom has none of.
Object.defineProperty(document, 'fonts', { value: new EventTarget() })

afterEach(() => {
  cleanup()
  sessionStorage.clear()
})

const { advanced, tries } = words
const template = { key: 'long', name: 'Long articles', description: '', problem: null, variables: {}, styles: [] }
const model = { sha256: 'm', name: 'Tiny', problem: null, isDefault: true, sizeBytes: 1, sampling: { topP: 0.8 } }
const sampling = { temperature: 1.1, maxTokens: 16_384 }
const recipe = { name: 'Long articles', variables: {}, steps: [{ sampling, examples: [] }] }
const estimate = { items: 2, style: 'few-shot', parallel: null, duration: null, rowsPerMinute: null, repeated: 0 }
const refused: Reply = { ok: false, error: { code: 'internal', message: 'The library does not answer.' } }

const chosen = { templateKey: 'long', count: 2 }
type Replies = Record<string, (input: never) => Reply | Promise<Reply>>

/** The page with everything chosen; `replies` take the place of usual answers. */
async function openPage(replies: Replies = {}, more = {}) {
  const page = showPage(replies, { ...chosen, ...more })
  const make = await page.button(/^Make 2 rows/)
  await waitFor(() => expect(make.disabled).toBe(false))
  return { ...page, make }
}

function showPage(replies: Replies, draft: object) {
  sessionStorage.setItem('persona-loom.new-dataset', JSON.stringify(draft))
  const answers: Record<string, unknown> = {
    'template.list': [template],
    'template.show': { ...template, recipe, isBuiltIn: true },
    'model.list': [model],
    'persona.count': { count: 9 },
    'persona.sources': [],
    'selection.list': [],
    'app.info': { personaCount: 9 },
    'run.estimate': estimate,
    'run.start': { id: 12 },
    'run.list': { runs: [], next: null },
    'run.pause': null,
    'run.show': { id: 12, status: 'running' },
  }
  const { transport, tell, sentTo, become } = roadOf(
    (name, input) => replies[name]?.(input as never) ?? answerWith(answers[name]),
  )
  renderPages({
    transport,
    pages: { '/datasets/new': NewDatasetPage, '/datasets/$runId': () => <h1>The dataset</h1> },
    at: '/datasets/new',
    above: () => null,
  })
  /** By its words alone: roles of a whole page take a second to work out. */
  const button = async (name: RegExp | string) =>
    (await screen.findByText(name, { selector: 'button *' })).closest('button') as HTMLButtonElement
  return {
    tell,
    sentTo,
    become,
    button,
    summary: () => screen.getByText(new RegExp(`^${advanced.title}`)).textContent,
  }
}

test('a second press of the button, while the tries come to their end, makes no second dataset', async () => {
  const stopped = Promise.withResolvers<Reply>()
  const { button, make, sentTo } = await openPage({ 'run.stop': () => stopped.promise })
  fireEvent.click(await button(tries.do(3)))
  const stop = await button(tries.stop)
  await waitFor(() => expect(stop.disabled).toBe(false))
  fireEvent.click(make)
  fireEvent.click(make)
  await waitFor(() => expect(make.textContent).toContain(words.making))
  expect(make.getAttribute('aria-busy')).toBe('true')
  stopped.resolve(answerWith(null))
  await screen.findByText('The dataset')
  expect(sentTo('run.start')).toHaveLength(2)
})

test('the next dataset begins with the list of the last one, and with all personas where that list is gone', async () => {
  const lists = [{ id: 2, name: 'Bakers', count: 9, kind: 'file' }]
  const { make, sentTo } = await openPage({ 'persona.sources': () => answerWith(lists) }, { sourceId: 2 })
  fireEvent.click(make)
  await screen.findByText('The dataset')
  expect(sentTo('run.start')).toMatchObject([{ personas: { sourceId: 2 } }])
  expect(JSON.parse(sessionStorage.getItem('persona-loom.new-dataset') ?? '{}')).toMatchObject({
    sourceId: 2,
    count: 50,
  })
  cleanup()

  const gone = await openPage({ 'persona.sources': () => answerWith(lists) }, { sourceId: 3 })
  await waitFor(() => expect(gone.sentTo('run.estimate').at(-1)).toHaveProperty('personas', { count: 2 }))
})

test('tries of which nobody knows after a restart end in words, and can be made again', async () => {
  let shown = answerWith({ id: 12, status: 'running' })
  const { button, become, sentTo } = await openPage({ 'run.show': () => shown })
  fireEvent.click(await button(tries.do(3)))
  await waitFor(() => expect(sentTo('run.show')).toHaveLength(1))
  shown = refused
  become('reconnecting')
  become('open')
  await waitFor(() => expect(sentTo('run.show')).toHaveLength(2))
  await button(tries.stop)
  shown = { ok: false, error: { code: 'not-found', message: 'There is no dataset 12 in this library.' } }
  become('reconnecting')
  become('open')
  await screen.findByText(/^The tries were cut off/)
  await button(tries.again(3))
})

test('tries that ended while the connection was broken have ended when it is back', async () => {
  let status = 'running'
  const { button, become, sentTo } = await openPage({ 'run.show': () => answerWith({ id: 12, status }) })
  fireEvent.click(await button(tries.do(3)))
  await waitFor(() => expect(sentTo('run.show')).toHaveLength(1))
  await button(tries.stop)
  become('reconnecting')
  status = 'finished'
  become('open')
  await screen.findByText(tries.nothing)
})

test('a try that is written and waits in line is no longer shown as being written', async () => {
  const { button, tell, sentTo } = await openPage()
  fireEvent.click(await button(tries.do(3)))
  await waitFor(() => expect(sentTo('run.show')).toHaveLength(1))
  await tell('row.delta', {
    runId: 12,
    rowId: 7,
    rows: [{ rowId: 7, position: 1, persona: 'A baker', text: 'Loaves' }],
  })
  await screen.findByText(common.state.running)
  const caret = screen.getByText('Loaves').className
  await tell('row.written', { runId: 12, rowId: 7 })
  await screen.findByText(common.state.held)
  expect(screen.getByText('Loaves').className).not.toBe(caret)
})

test('tries that were stopped say so, and count what was finished before', async () => {
  const { button, tell, sentTo } = await openPage()
  fireEvent.click(await button(tries.do(3)))
  await waitFor(() => expect(sentTo('run.show')).toHaveLength(1))
  const row = (id: number, state: string, reasons: string[]) => ({
    ...{ id, runId: 12, position: id, persona: `Baker ${id}`, text: 'Loaves', state, reasons },
  })
  await tell('row.changed', row(1, 'rejected', ['too-short']))
  const pieces = [2, 3].map((rowId) => ({ rowId, position: rowId, persona: `Baker ${rowId}`, text: 'Rolls' }))
  await tell('row.delta', { runId: 12, rows: pieces })
  await tell('row.written', { runId: 12, rowId: 2 })
  await tell('row.changed', row(3, 'waiting', ['copied-persona']))
  await tell('run.done', { id: 12, status: 'paused' })
  await screen.findByText(tries.stoppedAfter(1, 2, 3))
  screen.getByText(tries.stopped)
  screen.getByText(common.state.accepted)
  expect(screen.queryByText(new RegExp(common.state.waiting))).toBeNull()
})

test('a name is no setting of the tries', async () => {
  const { button, tell, sentTo } = await openPage()
  fireEvent.click(await button(tries.do(3)))
  await waitFor(() => expect(sentTo('run.show')).toHaveLength(1))
  await tell('run.done', { id: 12, status: 'finished' })
  const asked = sentTo('run.estimate').length
  fireEvent.change(screen.getByLabelText(words.name), { target: { value: 'Harbour' } })
  await waitFor(() => expect(sentTo('run.estimate').length).toBeGreaterThan(asked))
  expect(screen.queryByText(tries.changed)).toBeNull()
  fireEvent.change(screen.getByLabelText(advanced.seed), { target: { value: '7' } })
  await screen.findByText(tries.changed)
})

test('what template and model recommend stands in the settings, and what is typed over it is sent', async () => {
  const { summary, sentTo } = await openPage()
  await waitFor(() =>
    expect(summary()).toBe(`${advanced.title}: ${advanced.summary('1.1', common.answerRoom(12_000, 16_384))}`),
  )
  expect(screen.getByLabelText(advanced.topP)).toHaveProperty('value', '0.8')
  const sent = () => (sentTo('run.estimate').at(-1) as { sampling: object }).sampling
  for (const label of [advanced.temperature, advanced.topP, advanced.maxTokens]) {
    fireEvent.focus(screen.getByLabelText(label))
    fireEvent.blur(screen.getByLabelText(label))
  }
  expect(sent()).toEqual({})
  fireEvent.change(screen.getByLabelText(advanced.temperature), { target: { value: '0.6' } })
  fireEvent.change(screen.getByLabelText(advanced.maxTokens), { target: { value: '2048' } })
  await waitFor(() => expect(sent()).toEqual({ temperature: 0.6, maxTokens: 2048 }))
  expect(summary()).toBe(`${advanced.title}: ${advanced.summary('0.6', common.answerRoom(1500, 2048))}`)
  fireEvent.click(screen.getByText(advanced.reset))
  expect(summary()).toBe(`${advanced.title}: ${advanced.summary('1.1', common.answerRoom(12_000, 16_384))}`)
})

test('every setting says what it does to the rows', async () => {
  await openPage()
  const { style, temperature, topP, maxTokens, attempts, parallel, seed, system } = advanced
  for (const label of [style, temperature, topP, maxTokens, attempts, parallel, seed, system]) {
    const field = screen.getByLabelText(label, { selector: 'input, textarea' })
    const [hint = ''] = (field.getAttribute('aria-describedby') ?? '').split(' ')
    expect([label, document.getElementById(hint)?.textContent]).toEqual([label, expect.stringMatching(/\w\.$/)])
  }
})

test('what is missing opens its list, and in that of templates one’s own stand above the built-in ones', async () => {
  const own = { ...template, key: 'thanks', name: 'Thank-you notes', builtIn: false }
  const { button } = showPage({ 'template.list': () => answerWith([{ ...template, builtIn: true }, own]) }, {})
  fireEvent.click(await screen.findByText(words.check.chooseTemplate))
  const field = screen.getByLabelText(words.template.title, { selector: 'input' })
  await waitFor(() => expect(field.getAttribute('aria-expanded')).toBe('true'))
  const list = document.getElementById(field.getAttribute('aria-controls') ?? '')
  // It stands there already, so that the fields below stay where they are.
  expect((await button(words.template.preview)).disabled).toBe(true)
  await waitFor(() => expect(list?.textContent).toBe(`${templates.own}${own.name}${templates.builtIn}${template.name}`))
})

test('rows that were made before are told beforehand, with the way to unused personas and to another seed', async () => {
  const { sentTo, button } = await openPage({
    'run.estimate': ({ personas, seed }: Input<'run.start'>) =>
      answerWith({ ...estimate, repeated: personas.used === false || seed !== '0' ? 0 : 2 }),
    'persona.count': ({ used }: PersonaFilter) => answerWith({ count: used === false ? 7 : 9 }),
  })
  const told = () => screen.queryByText(words.repeated.title(2, 2))
  await waitFor(() => expect(told()).toBeTruthy())
  fireEvent.click(await button(words.repeated.nextSeed))
  await waitFor(() => expect(told()).toBeNull())
  expect(sentTo('run.estimate').at(-1)).toMatchObject({ seed: '1' })

  fireEvent.click(screen.getByText(advanced.reset))
  fireEvent.click(await button(words.repeated.takeUnused(2)))
  await waitFor(() => expect(told()).toBeNull())
  expect(sentTo('run.estimate').at(-1)).toMatchObject({ seed: '0', personas: { used: false } })
})

test('whoever presses before it is known which rows were made before is told first, and makes them with the next press', async () => {
  const { sentTo, make, button } = await openPage({
    'run.estimate': ({ seed }: Input<'run.start'>) => answerWith({ ...estimate, repeated: seed === '5' ? 2 : 0 }),
  })
  fireEvent.change(screen.getByLabelText(advanced.seed), { target: { value: '5' } })
  fireEvent.click(make)
  await screen.findByText(words.repeated.title(2, 2))
  expect(sentTo('run.start')).toEqual([])
  fireEvent.click(await button(/^Make 2 rows/))
  await screen.findByText('The dataset')
  expect(sentTo('run.start')).toMatchObject([{ seed: '5' }])
})

test('a number that was typed stays as it was typed where fewer personas fit', async () => {
  const { sentTo } = await openPage()
  const field = screen.getByLabelText<HTMLInputElement>(words.personas.count)
  fireEvent.focus(field)
  fireEvent.change(field, { target: { value: '100' } })
  fireEvent.blur(field)
  await screen.findByText(words.personas.fewer(9))
  expect(field.value).toBe('100')
  await waitFor(() => expect(sentTo('run.estimate').at(-1)).toHaveProperty('personas', { count: 100 }))
  fireEvent.change(field, { target: { value: '4' } })
  await screen.findByText('of 9 personas, one row each')
})

test('a choice of the template stands in the form, and takes a text of one’s own', async () => {
  const world = { label: 'Game world', default: 'long', small: 'short', choices: { long: 'Long.', short: 'Short.' } }
  const { sentTo, make } = await openPage({
    'template.show': () => answerWith({ ...template, recipe: { ...recipe, variables: { world } }, isBuiltIn: true }),
  })
  const field = await screen.findByRole('combobox', { name: 'Game world' })
  expect(field.closest('details')).toBeNull()
  fireEvent.click(field)
  fireEvent.click(await screen.findByText(words.variables.own))
  fireEvent.change(await screen.findByLabelText(words.variables.ownOf('Game world')), {
    target: { value: 'A city on the back of a whale.' },
  })
  fireEvent.click(make)
  await screen.findByText('The dataset')
  expect(sentTo('run.start')).toMatchObject([{ variables: { world: 'A city on the back of a whale.' } }])
  cleanup()

  // The next dataset begins as usual, and the text comes back with its choice.
  const next = await openPage(
    {
      'template.show': () => answerWith({ ...template, recipe: { ...recipe, variables: { world } }, isBuiltIn: true }),
    },
    JSON.parse(sessionStorage.getItem('persona-loom.new-dataset') ?? ''),
  )
  fireEvent.click(await screen.findByRole('combobox', { name: 'Game world' }))
  expect(screen.queryByLabelText(words.variables.ownOf('Game world'))).toBeNull()
  fireEvent.click(await screen.findByText(words.variables.own))
  const again = await screen.findByLabelText<HTMLTextAreaElement>(words.variables.ownOf('Game world'))
  expect(again.value).toBe('A city on the back of a whale.')
  screen.getByText(words.variables.ownHint(false))
  expect(screen.queryByText(words.variables.ownSmallModel)).toBeNull()
  await waitFor(() => expect(next.make.disabled).toBe(false))
  cleanup()

  await openPage(
    {
      'template.show': () => answerWith({ ...template, recipe: { ...recipe, variables: { world } }, isBuiltIn: true }),
      'model.list': () => answerWith([{ ...model, small: true }]),
    },
    { ...chosen, variables: { world: 'A city on the back of a whale.' } },
  )
  await screen.findByText(words.variables.ownSmallModel)
})

test('what was refused because nothing answered is over once something does', async () => {
  let start: Reply = noAnswer
  const { make, become, button } = await openPage({ 'run.start': () => start })
  fireEvent.click(make)
  const [said] = splitSentences(noAnswer.error.message)
  await screen.findByText(said)
  become('reconnecting')
  start = refused
  become('open')
  await waitFor(() => expect(screen.queryByText(said)).toBeNull())
  // Another refusal stands: only the person can do something about it.
  fireEvent.click(await button(/^Make 2 rows/))
  await screen.findByText('The library does not answer.')
  become('reconnecting')
  become('open')
  await new Promise((resolve) => setTimeout(resolve, 50))
  screen.getByText('The library does not answer.')
})

test('while another dataset is being written nothing can be made or tried, which is told beforehand, and once it is paused both can, and it is told which one waits', async () => {
  const running = { id: 4, name: 'Harbour letters', status: 'running' }
  let runs = [running]
  const { button, sentTo } = showPage(
    {
      'run.list': () => answerWith({ runs, next: null }),
      'run.pause': () => {
        runs = [{ ...running, status: 'paused' }]
        return answerWith(null)
      },
    },
    chosen,
  )
  expect((await screen.findByText(running.name)).getAttribute('href')).toContain('/datasets/4')
  const make = await button(/^Make 2 rows/)
  const first = await button(tries.do(3))
  expect([make.disabled, first.disabled]).toEqual([true, true])
  screen.getByText(tries.waits)
  expect(screen.queryByText(words.check.isPaused)).toBeNull()
  fireEvent.click(screen.getByText(words.check.pauseFirst))
  await waitFor(() => expect([make.disabled, first.disabled]).toEqual([false, false]))
  expect(screen.queryByText(tries.waits)).toBeNull()
  expect(sentTo('run.pause')).toEqual([{ runId: 4 }])
  expect(screen.queryByText(words.check.pauseFirst)).toBeNull()
  const paused = (await screen.findByText(words.check.isPaused)).querySelector('a')
  expect([paused?.textContent, paused?.getAttribute('href')]).toEqual([running.name, '/datasets/4'])
})

test('before rows can be tried, what is missing is named, and nothing else', async () => {
  showPage({}, {})
  await screen.findByText('Choose a template first.')
  cleanup()
  showPage({ 'persona.count': () => answerWith({ count: 0 }), 'model.list': () => answerWith([]) }, {})
  await screen.findByText('Choose personas, a template and a model first.')
  cleanup()
  await openPage()
  screen.getByText(tries.emptyText)
})

test('personas that could not be counted are no none', async () => {
  await openPage({ 'app.info': () => refused })
  expect(screen.getByLabelText(words.personas.from, { selector: 'input' })).toHaveProperty(
    'value',
    words.personas.all(undefined),
  )
})

test('letters choose the option that begins with them, and pass by a text of one’s own without leaving the list', async () => {
  const choices = { long: 'Long.', 'my shop': 'A shop.', short: 'Short.' }
  const world = { label: 'Game world', default: 'long', small: 'short', choices }
  const shown = { ...template, recipe: { ...recipe, variables: { world } }, isBuiltIn: true }
  await openPage({ 'template.show': () => answerWith(shown) })
  const field = await screen.findByRole<HTMLInputElement>('combobox', { name: 'Game world' })
  field.focus()
  const type = (keys: string) => {
    for (const key of keys) fireEvent.keyDown(field, { key, code: key === ' ' ? 'Space' : '' })
  }
  type('s')
  await waitFor(() => expect(field.value).toBe('short'))
  await new Promise((resolve) => setTimeout(resolve, 800))
  type('my o')
  await waitFor(() => expect(field.value).toBe(words.variables.own))
  expect(document.activeElement).toBe(field)
  expect(field.getAttribute('aria-expanded')).toBe('false')
  // A space of its own opens the list, as ever.
  await new Promise((resolve) => setTimeout(resolve, 800))
  type(' ')
  await waitFor(() => expect(field.getAttribute('aria-expanded')).toBe('true'))
})

test('a text of one’s own that is not written yet is asked for, and until then nothing is made or tried', async () => {
  const world = { label: 'Game world', default: 'long', small: 'short', choices: { long: 'Long.', short: 'Short.' } }
  const shown = { ...template, recipe: { ...recipe, variables: { world } }, isBuiltIn: true }
  const { sentTo, make, button } = await openPage({ 'template.show': () => answerWith(shown) })
  fireEvent.click(await screen.findByRole('combobox', { name: 'Game world' }))
  fireEvent.click(await screen.findByText(words.variables.own))
  const field = await screen.findByLabelText(words.variables.ownOf('Game world'))
  // Whoever chose to write it goes on with writing.
  await waitFor(() => expect(document.activeElement).toBe(field))
  fireEvent.change(field, { target: { value: ' \n' } })

  const link = await screen.findByText(words.check.write('Game world'))
  screen.getByText(tries.write('Game world'))
  expect([make.disabled, (await button(tries.do(3))).disabled]).toEqual([true, true])
  fireEvent.click(make)
  fireEvent.click(link)
  expect(document.activeElement).toBe(field)
  expect(sentTo('run.start')).toEqual([])
  // Whoever looks elsewhere finds it as it was.
  expect(sessionStorage.getItem('persona-loom.new-dataset')).toContain('"world":" \\n"')

  fireEvent.change(field, { target: { value: 'A city on a whale.' } })
  await waitFor(() => expect(make.disabled).toBe(false))
  expect(screen.queryByText(words.check.write('Game world'))).toBeNull()
})
