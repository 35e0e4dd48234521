import { useState } from 'react'

/** Rows that are chosen together: some by name, or all that fit the filter. */
export type Selection = { ids: ReadonlySet<number>; all: boolean }

const none: Selection = { ids: new Set(), all: false }

/** `filterKey`: another filter chooses nothing. */
export function useSelection(filterKey: string) {
  const [state, setState] = useState({ filterKey, selection: none, anchor: -1 })
  const { selection, anchor } = state.filterKey === filterKey ? state : { selection: none, anchor: -1 }

  function set(next: Selection, at: number): void {
    setState({ filterKey, selection: next, anchor: at })
  }

  return {
    selection,
    clear: () => set(none, -1),
    chooseAll: () => set({ ids: new Set(), all: true }, -1),
    /** Adds or drops the row at a place; with `range` all from the last one that was touched. */
    toggle(rows: readonly { id: number }[], at: number, range: boolean): void {
      const row = rows[at]
      if (!row) return
      const ids = new Set(selection.all ? rows.map(({ id }) => id) : selection.ids)
      if (range && anchor >= 0) {
        const [first, last] = anchor < at ? [anchor, at] : [at, anchor]
        for (const { id } of rows.slice(first, last + 1)) ids.add(id)
      } else if (ids.has(row.id)) ids.delete(row.id)
      else ids.add(row.id)
      set({ ids, all: false }, at)
    },
  }
}
