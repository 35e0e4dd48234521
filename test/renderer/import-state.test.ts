import { expect, test } from 'vitest'
import {
  firstStep,
  type ImportAction,
  type ImportState,
  importReducer,
} from '../../src-renderer/client/import-state.ts'
import { importResult as result } from '../support/import-result.ts'

const play = (actions: ImportAction[], from: ImportState = firstStep) => actions.reduce(importReducer, from)
const untilAsked: ImportAction[] = [
  { type: 'chosen', fileName: 'choir.csv' },
  { type: 'uploaded', fileId: 'upload:1' },
  { type: 'asked' },
]

test('the end of an import from another window changes nothing here', () => {
  const state = play([
    ...untilAsked,
    { type: 'ended', event: { importId: 'other', result, problem: null } },
    { type: 'started', importId: 'a' },
    { type: 'progress', event: { importId: 'other', lines: 9, added: 9, share: 1 } },
    { type: 'ended', event: { importId: 'other', result, problem: null } },
  ])
  expect(state).toMatchObject({ step: 'running', importId: 'a', lines: 0 })
})

test('a refused import keeps its file, so that one thing can be changed', () => {
  const problem = new Error('The field is empty.')
  expect(play([...untilAsked, { type: 'refused', problem }])).toEqual({
    ...{ step: 'mapping', fileName: 'choir.csv', fileId: 'upload:1', problem },
  })
})

test('an import that fails on its way goes back to its columns with the reason', () => {
  const state = play([
    ...untilAsked,
    { type: 'started', importId: 'a' },
    {
      type: 'ended',
      event: { importId: 'a', result: null, problem: { code: 'disk-full', message: 'The disk is full.' } },
    },
  ])
  expect(state).toMatchObject({ step: 'mapping', fileId: 'upload:1', problem: { message: 'The disk is full.' } })
})

test('a file that cannot be sent leads back to the choice', () => {
  const problem = new Error('It did not arrive.')
  expect(
    play([
      { type: 'chosen', fileName: 'a.csv' },
      { type: 'refused', problem },
    ]),
  ).toEqual({ step: 'choose', problem })
})
