import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { PaletteWay } from './palette-entries.ts'

/** Leads to a page and gives it the focus, so that keys go on from there and not from the top of the window. */
export function usePageWay(): (way: PaletteWay) => void {
  const navigate = useNavigate()
  return useCallback(
    ({ to, params = {}, search = {} }) => {
      const way = { to, params, search } as unknown as Parameters<typeof navigate>[0]
      void navigate(way).then(focusPage)
    },
    [navigate],
  )
}

/** Its first field where the page is a form, else the page itself; a dialog that it opens keeps the focus. */
function focusPage(): void {
  if (document.activeElement?.closest('[role="dialog"]')) return
  const page = document.getElementById('page')
  const target = page?.querySelector<HTMLElement>('[data-autofocus]') ?? page
  target?.focus({ preventScroll: true })
}
