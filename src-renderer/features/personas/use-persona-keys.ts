import { type RefObject, useEffect, useEffectEvent } from 'react'
import { useLetterKeys } from '../../client/use-letter-keys.ts'

type Actions = {
  onChoose: (personaId: number, range: boolean) => void
  onChooseAll: () => void
  onClear: () => void
  onEdit: (personaId: number) => void
  /** Without a persona those that are chosen are meant. */
  onArchive: (personaId: number | undefined) => void
  onUndo: () => void
}

/**
 * The keys of the list. They act on the persona that has the focus, so that neither a page that is still on its way nor
 * one that was dropped changes what they mean. Letters do nothing in fields and in front of a dialog.
 */
export function usePersonaKeys(list: RefObject<HTMLElement | null>, actions: Actions): void {
  const isKey = useLetterKeys()
  const onKey = useEffectEvent((event: KeyboardEvent): boolean => {
    const target = event.target instanceof HTMLElement ? event.target : undefined
    if (target?.closest('input:not([type=checkbox], [type=radio]), textarea, [role="combobox"], [role="dialog"]'))
      return false
    if (document.querySelector('[role="dialog"]') || event.altKey) return false
    const item = target?.closest<HTMLElement>('[data-persona]')
    const personaId = item ? Number(item.dataset['persona']) : undefined
    const key = event.key.toLowerCase()

    if (event.ctrlKey || event.metaKey) {
      if (key === 'z') actions.onUndo()
      else if (key === 'a') actions.onChooseAll()
      else return false
      return true
    }
    if (!isKey(event)) return false
    if (key === 'j' || key === 'k') move(list.current, key === 'j' ? 1 : -1)
    else if (key === 'u') actions.onUndo()
    else if (key === 'delete') actions.onArchive(personaId)
    else if (key === 'escape') actions.onClear()
    else if (key === 'e' && personaId !== undefined) actions.onEdit(personaId)
    // On a button or a box the space bar presses that.
    else if (key === ' ' && personaId !== undefined && target === item) actions.onChoose(personaId, event.shiftKey)
    else return false
    return true
  })

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (onKey(event)) event.preventDefault()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

/** To the next persona that stands in the page, or to the first one in sight. */
function move(list: HTMLElement | null, steps: 1 | -1): void {
  if (!list) return
  const items = Array.from(list.querySelectorAll<HTMLElement>('[data-persona]'))
  const at = items.findIndex((item) => item.contains(document.activeElement))
  const top = list.getBoundingClientRect().top
  const next = at < 0 ? items.find((item) => item.getBoundingClientRect().bottom > top) : items[at + steps]
  next?.focus()
}
