import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Input } from '#contract/index'
import type { Row } from '#contract/rows'
import { useApi, useReopened } from '../../client/api.tsx'
import { isNoAnswer } from '../../client/no-answer.ts'
import { useIsGone } from '../../ui/use-is-gone.ts'
import { type Queue, queueFilter } from './queues.ts'

type Standing = {
  /** Undefined until the first has come, null where none is left. */
  row: Row | null | undefined
  /** The end was reached, and what still stands in the queue comes again. */
  wrapped: boolean
  error: Error | undefined
}

type Options = {
  runId: number
  queue: Queue
  /** The row to begin with; the first of the queue without it, or where it belongs to another dataset. */
  startId: number | undefined
  /** Another row stands here now. */
  onRead: (rowId: number | undefined) => void
}

/**
 * One row of a queue after the other. Steps are taken in the order in which they were asked for, so that keys pressed
 * faster than rows come still act on the row that they were meant for.
 */
export function useQueue({ runId, queue, startId, onRead }: Options) {
  const api = useApi()
  const [standing, setStanding] = useState<Standing>({ row: undefined, wrapped: false, error: undefined })
  const current = useRef<Row | null | undefined>(undefined)
  const seen = useRef<number[]>([])
  const steps = useRef<Promise<void>>(Promise.resolve())
  const isGone = useIsGone()

  function inTurn(step: () => Promise<void>): void {
    steps.current = steps.current.then(step).catch((error: Error) => setStanding((known) => ({ ...known, error })))
  }

  function stand(row: Row | null, wrapped = false): void {
    const isOther = row?.id !== current.current?.id
    current.current = row
    setStanding({ row, wrapped, error: undefined })
    // A row that comes after the page was left must not lead back to it.
    if (isOther && !isGone.current) onRead(row?.id)
  }

  /** The first that fits behind a row, or before it; the very first without one. */
  async function find(where: { after?: number; sort?: Input<'row.page'>['sort'] } = {}): Promise<Row | undefined> {
    const { rows } = await api.request('row.page', { ...queueFilter(runId, queue), ...where, limit: 1 })
    return rows[0]
  }

  const show = (rowId: number) => api.request('row.show', { rowId }).then(({ row }) => row)

  async function forward(): Promise<void> {
    const from = current.current
    if (from) seen.current.push(from.id)
    const next = from ? await find({ after: from.id }) : undefined
    stand(next ?? (await find()) ?? null, next === undefined)
  }

  const begin = useEffectEvent(async () => {
    const named = startId === undefined ? undefined : await show(startId).catch(() => undefined)
    stand(named?.runId === runId ? named : ((await find()) ?? null))
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: once; another queue is another page
  useEffect(() => inTurn(() => begin()), [])

  useReopened(() =>
    setStanding((known) => (isNoAnswer(known.error ?? null) && known.row ? { ...known, error: undefined } : known)),
  )

  return {
    ...standing,
    forward: () => inTurn(forward),
    back: () =>
      inTurn(async () => {
        const last = seen.current.pop()
        const from = current.current
        const before = from ? () => find({ after: from.id, sort: 'newest' }) : find
        const row = last === undefined ? await before() : await show(last)
        if (row) stand(row)
      }),
    read: (rowId: number) => inTurn(async () => stand(await show(rowId))),
    /** Does something to the row that stands here when its turn comes; goes on to the next where that says so. */
    act: (work: (row: Row) => Promise<boolean>) =>
      inTurn(async () => {
        if (current.current && (await work(current.current))) await forward()
        else if (current.current) stand(await show(current.current.id))
      }),
    /** Does something in its turn whether or not a row stands here, then stands at the row that it gives. */
    lead: (work: () => Promise<number | undefined>) =>
      inTurn(async () => {
        const rowId = (await work()) ?? current.current?.id
        stand(rowId === undefined ? ((await find()) ?? null) : await show(rowId))
      }),
    retry: () => inTurn(() => begin()),
  }
}
