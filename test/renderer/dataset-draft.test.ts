import { expect, test } from 'vitest'
import type { Model } from '#contract/models'
import { RunRequest } from '#contract/runs'
import { usualSampling } from '#contract/sampling'
import {
  firstDraft,
  modelOf,
  nextDraft,
  nextSeed,
  readDraft,
  requestOf,
  unwrittenIn,
  usualSettings,
  withLink,
  writtenIn,
} from '../../src-renderer/features/new-dataset/dataset-draft.ts'

const storageWith = (text: string | null) => ({ getItem: () => text }) as unknown as Storage

test('the settings shown at first are those that the core would take by itself', () => {
  const bare = RunRequest.parse({ personas: { count: 1 }, template: { key: 'a' }, modelSha256: 'b' })
  const { seed, attempts } = usualSettings
  expect(bare).toMatchObject({ seed, attempts, sampling: requestOf(firstDraft, 'a', 'b')?.sampling })
})

test('settings that were typed are sent, the usual ones too, and no others: template and model recommend those', () => {
  expect(requestOf(firstDraft, 'a', 'b')?.sampling).toEqual({})
  const { temperature, maxTokens } = usualSampling
  expect(requestOf({ ...firstDraft, temperature, maxTokens }, 'a', 'b')?.sampling).toEqual({ temperature, maxTokens })
})

test('a fresh draft with template and model is a request that the core accepts', () => {
  const request = requestOf(firstDraft, 'a', 'b')
  expect(RunRequest.parse(request).personas).toEqual({ count: 50 })
  expect(requestOf(firstDraft, undefined, 'b')).toBeUndefined()
  expect(requestOf(firstDraft, 'a', undefined)).toBeUndefined()
})

test('the seed of the mix is sent only when the personas are mixed', () => {
  expect(requestOf({ ...firstDraft, isMixed: true, mixSeed: '7' }, 'a', 'b')?.personas.shuffleSeed).toBe('7')
  expect(requestOf({ ...firstDraft, mixSeed: '7' }, 'a', 'b')?.personas).not.toHaveProperty('shuffleSeed')
})

test('a damaged draft is a fresh start', () => {
  expect(readDraft(storageWith('{"count": 5'))).toEqual(firstDraft)
  expect(readDraft(storageWith('{"count": 5}')).count).toBe(5)
  expect(readDraft(storageWith(null))).toEqual(firstDraft)
})

test('the next dataset begins with the list and the model of the last one, and has its texts at hand', () => {
  const last = { ...firstDraft, name: 'Bakers', sourceId: 2, query: 'rye', templateKey: 'maths', seed: '4', count: 7 }
  const next = nextDraft({ ...last, modelSha256: 'b', variables: { place: 'A mill' } })
  expect(next).toEqual({ ...firstDraft, sourceId: 2, modelSha256: 'b', lastTexts: { maths: { place: 'A mill' } } })
  const other = nextDraft({ ...next, templateKey: 'riddles', variables: {} })
  expect(other.lastTexts).toEqual({ maths: { place: 'A mill' }, riddles: {} })
  expect(nextDraft({ ...firstDraft, selectionId: 4 })).toMatchObject({ selectionId: 4, sourceId: undefined })
})

test('personas chosen by a link replace those of the draft, and a template alone leaves them', () => {
  const draft = { ...firstDraft, query: 'baker', sourceId: 2 }
  expect(withLink(draft, { selectionId: 4 })).toMatchObject({ query: '', sourceId: undefined, selectionId: 4 })
  expect(withLink(draft, { template: 'maths' })).toMatchObject({ query: 'baker', sourceId: 2, templateKey: 'maths' })
})

test('facets that a link carries narrow the run, and go with the next link', () => {
  const link = { languages: ['de', 'und'], lengths: ['short' as const], used: false }
  const draft = withLink(firstDraft, link)
  expect(RunRequest.parse(requestOf(draft, 'a', 'b')).personas).toEqual({ count: 50, ...link })
  const next = withLink(draft, { query: 'baker' })
  expect(RunRequest.parse(requestOf(next, 'a', 'b')).personas).toEqual({ count: 50, query: 'baker' })
})

test('a model that cannot be used is never chosen', () => {
  const model = (sha256: string, problem: string | null, isDefault = false) => ({ sha256, problem, isDefault }) as Model
  const models = [model('a', 'missing', true), model('b', null), model('c', null, true)]
  expect(modelOf({ ...firstDraft, modelSha256: 'a' }, models)?.sha256).toBe('c')
  expect(modelOf({ ...firstDraft, modelSha256: 'b' }, models)?.sha256).toBe('b')
  expect(modelOf(firstDraft, [model('a', 'missing')])).toBeUndefined()
})

test('another seed is the next number, also behind a word', () => {
  expect(['0', '', '9', 'harbour', 'harbour2'].map(nextSeed)).toEqual(['1', '1', '10', 'harbour2', 'harbour3'])
})

test('a draft with a text that is still to be written is no request', () => {
  const drafts = ['', ' \n', 'A whale.'].map((world) => ({ ...firstDraft, variables: { world, other: 'Short' } }))
  expect(drafts.map(unwrittenIn)).toEqual([['world'], ['world'], []])
  expect(drafts.map((draft) => writtenIn(draft)['world'])).toEqual([undefined, undefined, 'A whale.'])
  expect(drafts.map((draft) => requestOf(draft, 'a', 'b') !== undefined)).toEqual([false, false, true])
})
