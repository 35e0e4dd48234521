import { expect, test } from 'vitest'
import type { Row } from '#contract/rows'
import type { Run } from '#contract/runs'
import { noTry, type TryAction, tryReducer } from '../../src-renderer/features/new-dataset/try-state.ts'

const play = (actions: TryAction[]) => actions.reduce(tryReducer, noTry)
const delta = (runId: number, text: string, at = 0): TryAction => ({
  type: 'delta',
  event: { runId, rows: [{ rowId: 10 * runId, position: 0, persona: 'A beekeeper', text }] },
  at,
})
const changed = (runId: number, part: Partial<Row>, at = 0): TryAction => ({
  type: 'changed',
  row: { id: 10 * runId, runId, position: 0, persona: 'A beekeeper', text: '', reasons: [], ...part } as Row,
  at,
})
const done = (runId: number): TryAction => ({ type: 'done', run: { id: runId } as Run })

test('words that come before the answer are kept, and those of another run are not', () => {
  const state = play([
    { type: 'asked' },
    delta(1, 'How '),
    delta(2, 'Else'),
    { type: 'started', runId: 1 },
    delta(1, 'many'),
  ])
  expect(state.rows.map(({ text }) => text)).toEqual(['How many'])
  expect(play([{ type: 'asked' }, { type: 'started', runId: 1 }, delta(2, 'Else')]).rows).toEqual([])
})

test('tries that end before their id is known have ended', () => {
  expect(play([{ type: 'asked' }, done(1), { type: 'started', runId: 1 }]).step).toBe('ended')
  expect(play([{ type: 'asked' }, done(2), { type: 'started', runId: 1 }]).step).toBe('running')
})

test('a row that is written again begins empty, and its time counts from the first words', () => {
  const actions: TryAction[] = [
    { type: 'asked' },
    { type: 'started', runId: 1 },
    delta(1, 'Wrong', 1000),
    changed(1, { state: 'running' }, 2000),
    delta(1, 'Right', 3000),
  ]
  expect(play(actions).rows[0]).toMatchObject({ text: 'Right', state: 'running', endedAt: undefined })
  const ended = play([...actions, changed(1, { state: 'accepted', text: 'Right.' }, 5000)])
  expect(ended.rows[0]).toMatchObject({ text: 'Right.', state: 'accepted', beganAt: 1000, endedAt: 5000 })
})

test('a row that was mid-sentence at the stop is no longer shown as being written', () => {
  const state = play([{ type: 'asked' }, { type: 'started', runId: 1 }, delta(1, 'Half'), done(1)])
  expect(state.rows[0]).toMatchObject({ text: 'Half', state: 'cancelled' })
})

test('a row that goes back in line at the stop keeps its words, and none of the reasons against its earlier try', () => {
  const actions: TryAction[] = [
    { type: 'asked' },
    { type: 'started', runId: 1 },
    delta(1, 'Wrong'),
    changed(1, { state: 'running', text: 'Wrong', reasons: ['copied-persona'] }),
    delta(1, 'Half'),
    changed(1, { state: 'waiting', text: 'Wrong', reasons: ['copied-persona'] }),
  ]
  expect(play([...actions, done(1)]).rows[0]).toMatchObject({ text: 'Half', state: 'cancelled', reasons: [] })
  // After a crash of the model it is written again.
  expect(play([...actions, delta(1, 'Whole')]).rows[0]).toMatchObject({ text: 'Whole', state: 'running' })
})

test('a refused start says why and can be asked again', () => {
  const error = new Error('Another dataset is being written.')
  expect(play([{ type: 'asked' }, { type: 'refused', error }])).toMatchObject({ step: 'idle', error })
  expect(play([{ type: 'asked' }, { type: 'refused', error }, { type: 'asked' }]).error).toBeUndefined()
})

const written = (runId: number, at: number): TryAction => ({
  type: 'written',
  event: { runId, rowId: 10 * runId },
  at,
})

test('the time of a row that is written and waits in line ends with its last words', () => {
  const actions: TryAction[] = [
    { type: 'asked' },
    { type: 'started', runId: 1 },
    delta(1, 'Whole.', 1000),
    written(2, 2000),
    written(1, 3000),
  ]
  expect(play(actions).rows[0]).toMatchObject({ text: 'Whole.', state: 'running', endedAt: 3000 })
  const ended = play([...actions, changed(1, { state: 'accepted', text: 'Whole.' }, 9000)])
  expect(ended.rows[0]).toMatchObject({ state: 'accepted', endedAt: 3000 })
  // Of a check that was not passed it is told too, and its row is written anew.
  expect(play([...actions, changed(1, { state: 'running' }, 4000)]).rows[0]?.endedAt).toBeUndefined()
})
