import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { Input } from '#contract/index'
import type { Row } from '#contract/rows'
import { useRequest } from '../../client/use-request.ts'
import type { RowList } from '../../client/use-rows.ts'
import { useIsGone } from '../../ui/use-is-gone.ts'

/** A row by its number and its place; the number is unknown while it is fetched. */
type Read = { id: number | undefined; at: number }

/** The row that is read, which the address names, and the way from it to others; the list may hold a million. */
export function useReading(list: RowList, filter: Input<'row.outline'>, onRead: () => void) {
  const { row: rowId, open } = useSearch({ from: '/datasets/$runId/rows' })
  const navigate = useNavigate({ from: '/datasets/$runId/rows' })
  const [known, setKnown] = useState<Read>()
  const [problem, setProblem] = useState<Error>()
  const isGone = useIsGone()
  const here = rowId === undefined ? -1 : placeHere(rowId)
  const asked = useRequest(
    'row.place',
    { ...filter, rowId: rowId ?? 0 },
    { enabled: rowId !== undefined && here < 0 && list.hasCome },
  )
  const at = here >= 0 || rowId === undefined ? here : (asked.data?.at ?? -1)

  /** The row that the keys act on: the next key may come before the last one is drawn. */
  const current = useRef<Read>({ id: rowId, at })
  useEffect(() => {
    const before = current.current
    // A row that left the list, as when it no longer fits, leaves its place to the next one.
    current.current = { id: rowId, at: at < 0 && before.id === rowId ? before.at : at }
  }, [rowId, at])

  /** Among the pages that are here, or where it was read a moment ago. */
  function placeHere(id: number): number {
    const isKnown = known?.id === id
    const there = isKnown ? list.at(known.at) : undefined
    if (isKnown && (there === undefined || there.id === id) && known.at < list.total) return known.at
    return list.find((row) => row.id === id)
  }

  function read(id: number | undefined, place = -1): void {
    onRead()
    setProblem(undefined)
    current.current = { id, at: place }
    setKnown(id === undefined || place < 0 ? undefined : { id, at: place })
    void navigate({ search: ({ row: _, open: __, ...rest }) => (id ? { ...rest, row: id } : rest), replace: true })
  }

  /** A place that has not come is fetched first; keys that follow meanwhile act on no row. */
  async function readAt(place: number): Promise<void> {
    const going: Read = { id: undefined, at: place }
    current.current = going
    const row = await list.fetchAt(place)
    // A row that comes after the page was left must not lead back to it.
    if (row && current.current === going && !isGone.current) read(row.id, place)
  }

  return {
    rowId,
    /** Its last try stands open. */
    opensTry: open === 'try',
    /** The place of the row that is read; -1 where it is not in the list. */
    at,
    problem,
    read,
    current(): Row | undefined {
      const row = list.at(current.current.at)
      return row?.id === current.current.id ? row : undefined
    },
    /** A row is read, or on its way. */
    hasBegun: () => current.current.id !== undefined || current.current.at >= 0,
    move(steps: number): void {
      if (list.total === 0) return
      const { id, at: from } = current.current
      const hasLeft = id !== undefined && from >= 0 && list.at(from) !== undefined && list.at(from)?.id !== id
      const wanted = from < 0 ? 0 : from + steps - (hasLeft && steps > 0 ? 1 : 0)
      const next = Math.min(list.total - 1, Math.max(0, wanted))
      const row = list.at(next)
      if (row) read(row.id, next)
      else readAt(next).catch(setProblem)
    },
  }
}
