import { useState } from 'react'

/** Rows that are chosen together: those named, or all that fit the filter but for those named. */
export type Selection = { ids: ReadonlySet<number>; all: boolean }

const none: Selection = { ids: new Set(), all: false }

export function isSelected({ ids, all }: Selection, rowId: number): boolean {
  return ids.has(rowId) !== all
}

export function countSelected({ ids, all }: Selection, total: number): number {
  return all ? Math.max(0, total - ids.size) : ids.size
}

/** `filterKey`: another filter chooses nothing. `idsBetween` gives the rows from one place to another. */
export function useSelection(filterKey: string, idsBetween: (first: number, last: number) => Promise<number[]>) {
  const [state, setState] = useState({ filterKey, selection: none, anchor: -1 })
  const [problem, setProblem] = useState<Error>()
  const { selection, anchor } = state.filterKey === filterKey ? state : { selection: none, anchor: -1 }

  function set(next: Selection, at: number): void {
    setState({ filterKey, selection: next, anchor: at })
  }

  /** All from the last one that was touched, however far away that is. */
  async function extend(at: number): Promise<void> {
    const [first, last] = anchor < at ? [anchor, at] : [at, anchor]
    const between = await idsBetween(first, last)
    setState((now) => {
      // Something else was looked for meanwhile.
      if (now.filterKey !== filterKey) return now
      const { all } = now.selection
      const ids = new Set(now.selection.ids)
      for (const id of between) {
        if (all) ids.delete(id)
        else ids.add(id)
      }
      return { filterKey, selection: { ids, all }, anchor: at }
    })
  }

  return {
    selection,
    /** Why the last stretch of rows could not be chosen. */
    problem,
    clear: () => set(none, -1),
    /** Chooses none, and gives the way back, which leads nowhere once something else is chosen. */
    putAway(): () => void {
      const away = { filterKey, selection: none, anchor: -1 }
      setState(away)
      return () => setState((now) => (now === away ? state : now))
    },
    chooseAll: () => set({ ids: new Set(), all: true }, -1),
    /** Adds or drops the row at a place; with `range` all from the last one that was touched. */
    toggle(rowId: number, at: number, range: boolean): void {
      setProblem(undefined)
      if (range && anchor >= 0) return void extend(at).catch(setProblem)
      const ids = new Set(selection.ids)
      if (!ids.delete(rowId)) ids.add(rowId)
      set({ ids, all: selection.all }, at)
    },
  }
}
