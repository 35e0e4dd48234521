import { expect, test } from 'vitest'
import { findEntries, paletteEntries } from '../../src-renderer/features/shell/palette-entries.ts'
import { shell } from '../../src-renderer/locales/en/shell.ts'

const runs = [
  { id: 7, name: 'Harbour models' },
  { id: 8, name: 'Tools for bakers' },
] as Parameters<typeof paletteEntries>[1]['runs']
const templates = [{ key: 'math', name: 'Math problems' }] as Parameters<typeof paletteEntries>[1]['templates']
const entries = paletteEntries(shell, { runs, templates }, true)
const labels = (query: string) => findEntries(entries, query).map(({ label }) => label)

test('every word that is typed must stand in what is found, and what begins with it comes first', () => {
  expect(labels('mod')).toEqual(['Models', 'Harbour models'])
  expect(labels('bakers tools')).toEqual(['Tools for bakers'])
  expect(labels('nothing like it')).toEqual([])
})

test('without a word everything stands there, places first, and each entry has a name of its own', () => {
  expect(labels('').slice(0, 6)).toEqual(Object.values(shell.places))
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length)
})

test('Ctrl N is told in a window of our own alone: in a browser it opens another window', () => {
  const keysOf = (isOwnWindow: boolean) =>
    paletteEntries(shell, { runs, templates }, isOwnWindow).find(({ id }) => id === 'new-dataset')?.keys
  expect([keysOf(true), keysOf(false)]).toEqual(['Ctrl N', undefined])
})
