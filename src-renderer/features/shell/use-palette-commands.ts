import { useMantineColorScheme } from '@mantine/core'
import type { PauseOrResume } from '../../client/use-pause-or-resume.ts'
import { useSettings } from '../../client/use-settings.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { sayRefusal } from '../../ui/say-refusal.ts'
import { usePathname } from '../../ui/use-pathname.ts'
import { datasetIn } from './dataset-in.ts'
import type { PaletteEntry } from './palette-entries.ts'

/** What the palette can do where the person is now, beside leading to pages. */
export function usePaletteCommands(pauseOrResume: PauseOrResume['step']): PaletteEntry[] {
  const { palette } = useTexts().shell
  const pathname = usePathname()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { settings, change } = useSettings({ onRefused: sayRefusal })
  const dataset = datasetIn(pathname)

  const commands: PaletteEntry[] = (['light', 'dark', 'auto'] as const)
    .filter((scheme) => scheme !== colorScheme)
    .map((scheme) => ({
      id: `look-${scheme}`,
      group: 'commands',
      label: palette[scheme],
      run: () => setColorScheme(scheme),
    }))
  if (settings) {
    const [pace, label] =
      settings.pace === 'half' ? (['full', palette.fullSpeed] as const) : (['half', palette.halfSpeed] as const)
    commands.unshift({ id: 'pace', group: 'commands', label, run: () => change({ pace }) })
  }
  if (pauseOrResume) {
    const { does, name, run } = pauseOrResume
    commands.unshift({ id: 'pause-or-resume', group: 'commands', label: palette[does](name), keys: 'Ctrl .', run })
  }
  if (dataset !== undefined) {
    const [to, params] = ['/datasets/$runId', { runId: String(dataset) }]
    const { run, rows, review } = palette.ofDataset
    commands.unshift(
      { id: 'run', group: 'places', label: run, to, params },
      { id: 'rows', group: 'places', label: rows, to: `${to}/rows`, params },
      { id: 'review', group: 'places', label: review, to: `${to}/review`, params },
      {
        ...{ id: 'export', group: 'commands', label: palette.exportDataset, keys: 'Ctrl Shift E' },
        ...{ to, params, search: { dialog: 'export' } },
      },
    )
  }
  return commands
}
