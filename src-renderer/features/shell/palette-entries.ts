import type { Output } from '#contract/index'
import type { useTexts } from '../../locales/use-texts.tsx'

type Words = ReturnType<typeof useTexts>['shell']

/** Something that the palette leads to. */
export type PaletteEntry = {
  id: string
  group: keyof Words['palette']['groups']
  label: string
  /** A key that does the same. */
  keys?: string
  to: string
  params?: Record<string, string>
  search?: Record<string, string>
}

type Known = {
  runs: Output<'run.list'>['runs']
  templates: Output<'template.list'>
}

const mostFound = 30

/**
 * All places, what can be begun, and the datasets and templates that are known. Browsers keep Ctrl N for themselves, so
 * that it is told in a window of our own alone.
 */
export function paletteEntries(words: Words, { runs, templates }: Known, isOwnWindow: boolean): PaletteEntry[] {
  const { places, palette } = words
  const place = (key: keyof typeof places, to: string, at: number): PaletteEntry => ({
    id: `place-${key}`,
    group: 'places',
    label: places[key],
    keys: `Ctrl ${at}`,
    to,
  })
  return [
    place('home', '/', 1),
    place('personas', '/personas', 2),
    place('templates', '/templates', 3),
    place('datasets', '/datasets', 4),
    place('models', '/models', 5),
    place('settings', '/settings', 6),
    {
      ...{ id: 'new-dataset', group: 'actions', label: palette.newDataset, to: '/datasets/new' },
      ...(isOwnWindow ? { keys: 'Ctrl N' } : {}),
    },
    { id: 'import', group: 'actions', label: palette.importPersonas, to: '/personas', search: { dialog: 'import' } },
    { id: 'add', group: 'actions', label: palette.addPersona, to: '/personas', search: { dialog: 'add' } },
    { id: 'network', group: 'actions', label: palette.network, to: '/settings', search: { section: 'network' } },
    ...runs.map(
      ({ id, name }): PaletteEntry => ({
        ...{ id: `run-${id}`, group: 'datasets', label: name },
        ...{ to: '/datasets/$runId', params: { runId: String(id) } },
      }),
    ),
    ...templates.map(
      ({ key, name }): PaletteEntry => ({
        ...{ id: `template-${key}`, group: 'templates', label: name },
        ...{ to: '/templates/$key', params: { key } },
      }),
    ),
  ]
}

/** Entries that hold every typed word somewhere, those that begin with the first one before the others. */
export function findEntries(entries: readonly PaletteEntry[], query: string): PaletteEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const holds = ({ label }: PaletteEntry) => words.every((word) => label.toLowerCase().includes(word))
  const begins = ({ label }: PaletteEntry) => label.toLowerCase().startsWith(words[0] ?? '')
  const found = entries.filter(holds)
  return [...found.filter(begins), ...found.filter((entry) => !begins(entry))].slice(0, mostFound)
}

/** The place that Ctrl and a digit lead to. */
export const placeKeys: Record<string, string> = {
  1: '/',
  2: '/personas',
  3: '/templates',
  4: '/datasets',
  5: '/models',
  6: '/settings',
}
