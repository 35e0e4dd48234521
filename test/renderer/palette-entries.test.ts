import { expect, test } from 'vitest'
import { findEntries, paletteEntries } from '../../src-renderer/features/shell/palette-entries.ts'
import { settings } from '../../src-renderer/locales/en/settings.ts'
import { shell } from '../../src-renderer/locales/en/shell.ts'

const runs = [
  { id: 7, name: 'Harbour models' },
  { id: 8, name: 'Tools for bakers' },
] as Parameters<typeof paletteEntries>[1]['runs']
const templates = [{ key: 'npc', name: 'Game characters' }] as Parameters<typeof paletteEntries>[1]['templates']
const models = [{ sha256: 'a1', name: 'SmolLM2 135M' }] as Parameters<typeof paletteEntries>[1]['models']
const commands = [{ id: 'look-dark', group: 'commands' as const, label: shell.palette.dark, run: () => {} }]
const known = { runs, templates, models, commands, sections: settings.sections }
const entries = paletteEntries(shell, known, true)
const labels = (query: string) => findEntries(entries, query).map(({ label }) => label)

test('every word that is typed must stand in what is found, and what begins with it comes first', () => {
  expect(labels('mod')).toEqual(['Models', 'Harbour models'])
  expect(labels('bakers tools')).toEqual(['Tools for bakers'])
  expect(labels('smollm')).toEqual(['SmolLM2 135M'])
  expect(labels('dark')).toEqual(['Dark look'])
  // By another name that it goes by.
  expect(labels('npc')).toEqual(['Game characters'])
  for (const words of ['new', 'new dataset', 'make a dataset', 'generate rows']) {
    expect(labels(words)).toContain(shell.palette.newDataset)
  }
  expect(labels('sends network')).toEqual([shell.palette.network])
  expect(labels('nothing like it')).toEqual([])
})

test('without a word everything stands there, places first, and each entry has a name of its own', () => {
  expect(labels('').slice(0, 6)).toEqual(Object.values(shell.places))
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length)
})

test('Ctrl N is told in a window of our own alone: in a browser it opens another window', () => {
  const keysOf = (isOwnWindow: boolean) =>
    paletteEntries(shell, known, isOwnWindow).find(({ id }) => id === 'new-dataset')?.keys
  expect([keysOf(true), keysOf(false)]).toEqual(['Ctrl N', undefined])
})
