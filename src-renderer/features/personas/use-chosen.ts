import { useRef, useState } from 'react'
import type { PersonaFilter } from '#contract/personas'
import { useApi } from '../../client/api.tsx'

/** Personas that are chosen together: `ids` by name, or with `all` everything that was found but for `ids`. */
type Chosen = { all: boolean; ids: ReadonlySet<number> }

const none: Chosen = { all: false, ids: new Set() }

/** Another filter chooses nothing. */
export function useChosen(filter: PersonaFilter, total: number) {
  const api = useApi()
  const filterKey = JSON.stringify(filter)
  const [state, setState] = useState({ filterKey, chosen: none })
  const chosen = state.filterKey === filterKey ? state.chosen : none
  const anchor = useRef<{ filterKey: string; id: number } | undefined>(undefined)

  const set = (next: Chosen) => setState({ filterKey, chosen: next })
  const change = (add: readonly number[], drop: readonly number[]) =>
    setState((before) => {
      const now = before.filterKey === filterKey ? before.chosen : none
      const [listed, unlisted] = now.all ? [drop, add] : [add, drop]
      const ids = new Set(now.ids)
      for (const id of listed) ids.add(id)
      for (const id of unlisted) ids.delete(id)
      return { filterKey, chosen: { all: now.all, ids } }
    })
  const has = (id: number) => chosen.ids.has(id) !== chosen.all

  return {
    has,
    /** Nothing of what was found is left out, also of what comes in meanwhile. */
    isAll: chosen.all && chosen.ids.size === 0,
    count: chosen.all ? Math.max(0, total - chosen.ids.size) : chosen.ids.size,
    /** As the core asks for it. */
    which: () =>
      chosen.all ? { ...filter, exceptIds: Array.from(chosen.ids) } : { personaIds: Array.from(chosen.ids) },
    clear: () => set(none),
    /**
     * Chooses none, or all but one that leaves the list. Gives the way back, which leads nowhere once something else is
     * chosen.
     */
    putAway(id?: number): () => void {
      const ids = new Set(chosen.ids)
      if (id !== undefined && !ids.delete(id)) return () => undefined
      const away = { filterKey, chosen: id === undefined ? none : { all: chosen.all, ids } }
      setState(away)
      return () => setState((now) => (now === away ? state : now))
    },
    chooseAll: () => set({ all: true, ids: new Set() }),
    /** Adds or drops one; with `range` all from the last one that was touched, wherever the list stands now. */
    toggle(id: number, range: boolean): void {
      const from = anchor.current?.filterKey === filterKey ? anchor.current.id : undefined
      anchor.current = { filterKey, id }
      if (!range || from === undefined) return has(id) ? change([], [id]) : change([id], [])
      api.request('persona.range', { ...filter, fromId: from, toId: id }).then(
        ({ ids }) => change(ids, []),
        // Then it is chosen alone; asking for the list tells what is wrong.
        () => change([id], []),
      )
    },
  }
}
