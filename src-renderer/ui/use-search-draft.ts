import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useEffectEvent, useRef, useState } from 'react'

/** Skips the letters of a burst; any longer would be felt, as a search of a million texts takes its time too. */
const debounceMs = 20

/**
 * What is typed stands in the draft at once; `onSearch` follows when the typing rests. A query that changes by other
 * means (the way back, a chip that was taken away) replaces the draft.
 */
export function useSearchDraft(query: string, onSearch: (query: string) => void) {
  const [draft, setDraft] = useState(query)
  const [settled] = useDebouncedValue(draft, debounceMs)
  const search = useEffectEvent(onSearch)
  const shown = useRef(query)

  useEffect(() => {
    if (settled.trim() === shown.current) return
    shown.current = settled.trim()
    search(shown.current)
  }, [settled])

  useEffect(() => {
    if (query === shown.current) return
    shown.current = query
    setDraft(query)
  }, [query])

  return [draft, setDraft] as const
}
