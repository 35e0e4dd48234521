import { useEffect } from 'react'
import { useSettings } from './use-settings.ts'

/** Whether single letters, figures and signs are keys here; a page asks before it takes one for a command. */
export function useLetterKeys(): (event: { key: string }) => boolean {
  const { settings } = useSettings()
  return ({ key }) => settings?.letterKeys !== false || key.length > 1 || key === ' '
}

/** Tells the whole page, which then prints no key that does nothing. */
export function useLetterKeysMark(): void {
  const isOff = useSettings().settings?.letterKeys === false
  useEffect(() => {
    document.documentElement.toggleAttribute('data-no-letter-keys', isOff)
  }, [isOff])
}
