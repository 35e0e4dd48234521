import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Input } from '#contract/index'
import type { Row } from '#contract/rows'
import { useApi, useReopened } from '../../client/api.tsx'
import { isNoAnswer } from '../../client/no-answer.ts'
import { useIsGone } from '../../ui/use-is-gone.ts'
import { type Queue, queueFilter } from './queues.ts'

/** What was last done here, told until the next step. */
export type Decision = {
  said: string
  /** The row that it discarded, which still takes a reason. */
  discarded?: Row | undefined
  /** The row that got a note since: *U* takes that back first. */
  noted?: Row | undefined
}

/** What comes of something that is done: on to the next row, or to stand at one that is named, else where one stood. */
type Outcome = { goesOn?: boolean; rowId?: number | undefined; decided?: Decision | undefined }

type Standing = {
  /** Undefined until the first has come, null where none is left. */
  row: Row | null | undefined
  /** The end was reached, and what still stands in the queue comes again. */
  wrapped: boolean
  error: Error | undefined
  decided: Decision | undefined
}

const nowhere: Standing = { row: undefined, wrapped: false, error: undefined, decided: undefined }

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
  const [standing, setStanding] = useState(nowhere)
  const current = useRef(nowhere)
  const seen = useRef<number[]>([])
  const steps = useRef<Promise<void>>(Promise.resolve())
  const isGone = useIsGone()

  function inTurn(step: () => Promise<void>): void {
    steps.current = steps.current.then(step).catch((error: Error) => set({ ...current.current, error }))
  }

  function set(next: Standing): void {
    current.current = next
    setStanding(next)
  }

  function stand(row: Row | null, { decided, wrapped = false }: Partial<Standing> = {}): void {
    const isOther = row?.id !== current.current.row?.id
    set({ row, wrapped, decided, error: undefined })
    // A row that comes after the page was left must not lead back to it.
    if (isOther && !isGone.current) onRead(row?.id)
  }

  /** The first that fits behind a row, or before it; the very first without one. */
  async function find(where: { after?: number; sort?: Input<'row.page'>['sort'] } = {}): Promise<Row | undefined> {
    const { rows } = await api.request('row.page', { ...queueFilter(runId, queue), ...where, limit: 1 })
    return rows[0]
  }

  const show = (rowId: number) => api.request('row.show', { rowId }).then(({ row }) => row)

  async function forward(decided?: Decision): Promise<void> {
    const from = current.current.row
    if (from) seen.current.push(from.id)
    const next = from ? await find({ after: from.id }) : undefined
    stand(next ?? (await find()) ?? null, { wrapped: next === undefined, decided })
  }

  const begin = useEffectEvent(async () => {
    const named = startId === undefined ? undefined : await show(startId).catch(() => undefined)
    // What a key says next is still about the row before, also where another one comes by itself meanwhile.
    const { decided } = current.current
    stand(named?.runId === runId ? named : ((await find()) ?? null), { decided })
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: once; another queue is another page
  useEffect(() => inTurn(() => begin()), [])

  useReopened(() => {
    const { row, error } = current.current
    if (isNoAnswer(error ?? null) && row) set({ ...current.current, error: undefined })
  })

  return {
    ...standing,
    forward: () => inTurn(() => forward()),
    back: () =>
      inTurn(async () => {
        const last = seen.current.pop()
        const from = current.current.row
        const before = from ? () => find({ after: from.id, sort: 'newest' }) : find
        const row = last === undefined ? await before() : await show(last)
        if (row) stand(row)
      }),
    read: (rowId: number) => inTurn(async () => stand(await show(rowId))),
    /** Does something in its turn, with the row that stands here by then, if any, and what was done before. */
    act: (work: (row: Row | undefined, before: Decision | undefined) => Promise<Outcome>) =>
      inTurn(async () => {
        const { row, decided: before, wrapped } = current.current
        const { goesOn, rowId = row?.id, decided } = await work(row ?? undefined, before)
        if (goesOn) return forward(decided)
        if (rowId === undefined) return stand((await find()) ?? null, { decided })
        stand(await show(rowId), { decided, wrapped: wrapped && rowId === row?.id })
      }),
    retry: () => inTurn(() => begin()),
  }
}
