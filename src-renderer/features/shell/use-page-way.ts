import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { focusPage } from '../../ui/focus-page.ts'
import type { PaletteWay } from './palette-entries.ts'

/** Leads to a page and gives it the focus, so that keys go on from there and not from the top of the window. */
export function usePageWay(): (way: PaletteWay) => void {
  const navigate = useNavigate()
  return useCallback(
    ({ to, params = {}, search = {} }) => {
      const way = { to, params, search } as unknown as Parameters<typeof navigate>[0]
      void navigate(way).then(() => {
        // A dialog that is opened there keeps it.
        if (!document.activeElement?.closest('[role="dialog"]')) focusPage()
      })
    },
    [navigate],
  )
}
