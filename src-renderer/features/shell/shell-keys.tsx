import { notifications } from '@mantine/notifications'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useMemo, useState } from 'react'
import { bridge } from '../../client/bridge-transport.ts'
import { keyOf } from '../../client/key-of.ts'
import { useLetterKeys } from '../../client/use-letter-keys.ts'
import { useMenuCommand } from '../../client/use-menu-command.ts'
import type { PauseOrResume } from '../../client/use-pause-or-resume.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { isTyping } from '../../ui/is-typing.ts'
import { KeySheet } from '../../ui/key-sheet.tsx'
import { usePathname } from '../../ui/use-pathname.ts'
import { datasetIn } from './dataset-in.ts'

/** These have keys of their own, and a sheet that tells them. */
const withOwnSheet = /^\/datasets\/\d+\/(rows|review)$/

/** Keys that do the same on every page, and the sheet that tells them. Those that lead to places are the palette's. */
export function ShellKeys({ onPauseOrResume }: { onPauseOrResume: PauseOrResume['press'] }) {
  const { shell } = useTexts()
  const pathname = usePathname()
  const navigate = useNavigate()
  const isKey = useLetterKeys()
  const sheet = useMemo(
    () => (bridge ? { ...shell.keys, keys: { ...shell.keys.ownWindow, ...shell.keys.keys } } : shell.keys),
    [shell],
  )
  const [showsKeys, setShowsKeys] = useState(false)

  function pauseOrResume(): void {
    void onPauseOrResume().then((isDone) => isDone || notifications.show({ message: shell.keys.nothingToPause }))
  }

  function exportDataset(): void {
    if (datasetIn(pathname) === undefined) {
      notifications.show({ message: shell.keys.nothingToExport })
      return
    }
    void navigate({ to: '.', search: (search) => ({ ...search, dialog: 'export' as const }) })
  }

  useMenuCommand('pause', pauseOrResume)
  useMenuCommand('export', exportDataset)

  function commandOf(event: KeyboardEvent): (() => void) | undefined {
    const withControl = (event.ctrlKey || event.metaKey) && !event.altKey
    if (withControl && event.key === '.') return pauseOrResume
    if (withControl && event.shiftKey && keyOf(event) === 'e') return exportDataset
    if (withControl || event.altKey || isTyping(event) || !isKey(event)) return undefined
    if (event.key === '/') return focusSearch
    // The list of personas shows its own, where it stands.
    if (event.key === '?' && !event.defaultPrevented && !withOwnSheet.test(pathname)) return () => setShowsKeys(true)
    return undefined
  }

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const command = commandOf(event)
    if (!command) return
    event.preventDefault()
    command()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])

  return <KeySheet sheet={sheet} opened={showsKeys} onClose={() => setShowsKeys(false)} />
}

function focusSearch(): void {
  document.querySelector<HTMLInputElement>('main input[type="search"], main [role="searchbox"]')?.focus()
}
