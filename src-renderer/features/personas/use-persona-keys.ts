import { type RefObject, useEffect, useEffectEvent } from 'react'
import { useLetterKeys } from '../../client/use-letter-keys.ts'
import { isTyping } from '../../ui/is-typing.ts'

type Actions = {
  onChoose: (personaId: number, range: boolean) => void
  onChooseAll: () => void
  onClear: () => void
  onEdit: (personaId: number) => void
  /** Without a persona those that are chosen are meant. */
  onArchive: (personaId: number | undefined) => void
  onUndo: () => void
  /** Asks for the list of these keys. */
  onKeys: () => void
}

/** About a second. */
const framesWaited = 60
const steps: Record<string, 1 | -1> = { j: 1, k: -1 }
const arrowSteps: Record<string, 1 | -1> = { arrowdown: 1, arrowup: -1 }

/**
 * The keys of the list. They act on the persona that has the focus, so that neither a page that is still on its way nor
 * one that was dropped changes what they mean. Letters do nothing in fields and in front of a dialog.
 */
export function usePersonaKeys(list: RefObject<HTMLElement | null>, actions: Actions): void {
  const isKey = useLetterKeys()
  const onKey = useEffectEvent((event: KeyboardEvent): boolean => {
    const target = event.target instanceof HTMLElement ? event.target : undefined
    if (isTyping(event) || event.altKey) return false
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
    // Elsewhere arrows belong to what has the focus, as to the circles of a filter.
    const isInList = target === document.body || list.current?.contains(target ?? null)
    const step = steps[key] ?? (isInList ? arrowSteps[key] : undefined)
    if (step) move(list.current, step)
    else if (key === '?') actions.onKeys()
    else if (key === 'u') actions.onUndo()
    else if (key === 'delete') actions.onArchive(personaId)
    else if (key === 'escape') actions.onClear()
    else if (key === 'e' && personaId !== undefined) actions.onEdit(personaId)
    // On a button or a box Enter and the space bar press that.
    else if (key === 'enter' && personaId !== undefined && target === item) actions.onEdit(personaId)
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

/** To the persona beside the one that has the focus, or to the first one in sight. */
function move(list: HTMLElement | null, step: 1 | -1): void {
  if (!list) return
  const items = Array.from(list.querySelectorAll<HTMLElement>('[data-persona]'))
  const from = items.find((item) => item.contains(document.activeElement))
  if (from) return focusAt(list, Number(from.parentElement?.dataset['place']) + step, document.activeElement)
  const top = list.getBoundingClientRect().top
  items.find((item) => item.getBoundingClientRect().bottom > top)?.focus()
}

/** Keys may come faster than the list is drawn: waits for what is not there yet, unless the focus goes elsewhere. */
function focusAt(list: HTMLElement, place: number, from: Element | null, frames = framesWaited): void {
  if (document.activeElement !== from) return
  const item = list.querySelector<HTMLElement>(`[data-place="${place}"] > [data-persona]`)
  if (item) item.focus()
  else if (frames > 0) requestAnimationFrame(() => focusAt(list, place, from, frames - 1))
}
