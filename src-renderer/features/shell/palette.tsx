import { Modal, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { bridge } from '../../client/bridge-transport.ts'
import { firstError } from '../../client/first-error.ts'
import { keyOf } from '../../client/key-of.ts'
import { useMenuCommand } from '../../client/use-menu-command.ts'
import type { PauseOrResume } from '../../client/use-pause-or-resume.ts'
import { useRequest } from '../../client/use-request.ts'
import { openRuns, withOpen } from '../../client/use-running-run.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'
import { SayError } from '../../ui/say-error.tsx'
import styles from './palette.module.css'
import { findEntries, type PaletteEntry, paletteEntries, placeKeys } from './palette-entries.ts'
import { usePageWay } from './use-page-way.ts'
import { usePaletteCommands } from './use-palette-commands.ts'

type Props = {
  opened: boolean
  onChange: (opened: boolean) => void
  pauseOrResume: PauseOrResume['step']
}

/** Opens with Ctrl K from everywhere, and hears the keys that lead to places. */
export function Palette({ opened, onChange, pauseOrResume }: Props) {
  const { shell } = useTexts()
  const goTo = usePageWay()
  useMenuCommand('find', () => onChange(true))

  useEffect(() => {
    function onKeyDown(event: globalThis.KeyboardEvent): void {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      const key = keyOf(event)
      const to = key === 'n' ? '/datasets/new' : placeKeys[key]
      if (key !== 'k' && !to) return
      event.preventDefault()
      if (to) goTo({ to })
      onChange(key === 'k')
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [goTo, onChange])

  return (
    <Modal.Root opened={opened} onClose={() => onChange(false)} yOffset="12vh" size="34rem">
      <Modal.Overlay />
      <Modal.Content aria-label={shell.palette.label}>
        <Modal.Body p={0}>
          {opened && <Finder onDone={() => onChange(false)} pauseOrResume={pauseOrResume} />}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

function Finder({ onDone, pauseOrResume }: Pick<Props, 'pauseOrResume'> & { onDone: () => void }) {
  const { shell, settings } = useTexts()
  const words = shell.palette
  const id = useId()
  const goTo = usePageWay()
  const list = useRef<HTMLDivElement>(null)
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const runs = useRequest('run.list', { limit: 200 })
  const open = useRequest('run.list', openRuns)
  const templates = useRequest('template.list', {})
  const models = useRequest('model.list', {})
  const unread = firstError(runs, open, templates, models)
  const known = {
    runs: withOpen(runs.data?.runs ?? [], open.data?.runs ?? []),
    templates: templates.data ?? [],
    models: models.data ?? [],
    commands: usePaletteCommands(pauseOrResume),
  }
  const entries = paletteEntries(shell, { ...known, sections: settings.sections }, bridge !== undefined)
  const found = findEntries(entries, query)
  const chosen = found[Math.min(at, found.length - 1)]

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  })

  function go(entry: PaletteEntry): void {
    onDone()
    if ('run' in entry) return entry.run()
    goTo(entry)
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && found.length > 0) {
      event.preventDefault()
      setAt((now) => (Math.min(now, found.length - 1) + step + found.length) % found.length)
    }
    if (event.key === 'Enter' && chosen) go(chosen)
  }

  return (
    <div className={styles.palette}>
      <TextInput
        role="combobox"
        aria-label={words.label}
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen && `${id}-${chosen.id}`}
        placeholder={words.placeholder}
        autoFocus
        data-autofocus
        value={query}
        leftSection={<IconSearch size={16} stroke={1.5} aria-hidden />}
        onChange={(event) => {
          setQuery(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={words.label} className={styles.list}>
        {found.map((entry) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above hears the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
          <div
            key={entry.id}
            id={`${id}-${entry.id}`}
            role="option"
            aria-selected={entry === chosen}
            className={styles.entry}
            onClick={() => go(entry)}
          >
            <span className="cut grow">{entry.label}</span>
            <span className="faint sm">{words.groups[entry.group]}</span>
            {entry.keys && <KeyHint keys={entry.keys} />}
          </div>
        ))}
      </div>
      {unread && <SayError {...unread} />}
      {found.length === 0 && !unread && <p className={`dim ${styles.none}`}>{words.nothing}</p>}
    </div>
  )
}
