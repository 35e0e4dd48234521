import type { Output } from '#contract/index'
import type { useTexts } from '../../locales/use-texts.tsx'

type Words = ReturnType<typeof useTexts>['shell']

/** Something that the palette leads to or does. */
export type PaletteEntry = {
  id: string
  group: keyof Words['palette']['groups']
  label: string
  /** Other words that find it. */
  alias?: string
  /** A key that does the same. */
  keys?: string
} & (PaletteWay | { run: () => void })

/** A page that an entry leads to. */
export type PaletteWay = { to: string; params?: Record<string, string>; search?: Record<string, string> }

type Known = {
  runs: Output<'run.list'>['runs']
  templates: Output<'template.list'>
  models: Output<'model.list'>
  /** What can be done where the person is now. */
  commands: PaletteEntry[]
  /** Of the settings, by their names. */
  sections: Record<string, string>
}

const mostFound = 30

/**
 * All places, what can be begun or done, and the datasets, templates and models that are known. Browsers keep Ctrl N for themselves, so
 * that it is told in a window of our own alone.
 */
export function paletteEntries(
  words: Words,
  { runs, templates, models, commands, sections }: Known,
  isOwnWindow: boolean,
): PaletteEntry[] {
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
      ...{ id: 'new-dataset', group: 'actions', label: palette.newDataset, alias: palette.newDatasetAlias },
      to: '/datasets/new',
      ...(isOwnWindow ? { keys: 'Ctrl N' } : {}),
    },
    { id: 'import', group: 'actions', label: palette.importPersonas, to: '/personas', search: { dialog: 'import' } },
    { id: 'add', group: 'actions', label: palette.addPersona, to: '/personas', search: { dialog: 'add' } },
    {
      ...{ id: 'selections', group: 'actions', label: palette.selections },
      ...{ to: '/personas', search: { view: 'selections' } },
    },
    ...commands,
    ...Object.entries(sections).map(
      ([section, name]): PaletteEntry => ({
        ...{ id: `settings-${section}`, group: 'settings', alias: name },
        ...{ label: section === 'network' ? palette.network : name, to: '/settings', search: { section } },
      }),
    ),
    ...runs.map(
      ({ id, name }): PaletteEntry => ({
        ...{ id: `run-${id}`, group: 'datasets', label: name },
        ...{ to: '/datasets/$runId', params: { runId: String(id) } },
      }),
    ),
    ...templates.map(
      ({ key, name }): PaletteEntry => ({
        ...{ id: `template-${key}`, group: 'templates', label: name, alias: key },
        ...{ to: '/templates/$key', params: { key } },
      }),
    ),
    ...models.map(
      ({ sha256, name }): PaletteEntry => ({ id: `model-${sha256}`, group: 'models', label: name, to: '/models' }),
    ),
  ]
}

/** Entries that hold every typed word somewhere, those that begin with the first one before the others. */
export function findEntries(entries: readonly PaletteEntry[], query: string): PaletteEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const holds = ({ label, alias = '' }: PaletteEntry) => {
    const text = `${label} ${alias}`.toLowerCase()
    return words.every((word) => text.includes(word))
  }
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
