import type { Query, QueryClient } from '@tanstack/react-query'
import type { Input, Output } from '#contract/index'
import type { Row } from '#contract/rows'
import type { ItemState } from '#contract/runs'
import { createBatch } from './batch.ts'
import { requestKey } from './use-request.ts'

type Page = Output<'row.page'>

/** What is counted among the rows of a run is counted anew, which takes a while among a million. */
const countMs = 2000

/** Rewrites rows wherever they are shown. Lists that were narrowed keep them until they are counted again. */
export function patchRows(cache: QueryClient, rows: readonly Row[]): void {
  const changed = new Map(rows.map((row) => [row.id, row]))
  cache.setQueriesData<Page>({ queryKey: requestKey('row.page') }, (page) =>
    // Undefined leaves a page as it is, and nobody who shows it is told.
    page?.rows.some(({ id }) => changed.has(id))
      ? { ...page, rows: page.rows.map((row) => changed.get(row.id) ?? row) }
      : undefined,
  )
  cache
    .invalidateQueries({
      queryKey: requestKey('row.show'),
      predicate: ({ queryKey }) => changed.has((queryKey[1] as Input<'row.show'>).rowId),
    })
    .catch(() => undefined)
}

/** Rewrites rows that are written and wait for their turn, when they are told whole. */
function patchWritten(cache: QueryClient, rowIds: readonly number[]): void {
  const written = new Set(rowIds)
  const inLine = (row: Row): Row => ({
    ...row,
    state: 'running',
    finishReason: row.finishReason ?? 'stop',
    reasons: [],
  })
  cache.setQueriesData<Page>({ queryKey: requestKey('row.page') }, (page) =>
    page?.rows.some(({ id, state }) => written.has(id) && isOpen(state))
      ? { ...page, rows: page.rows.map((row) => (written.has(row.id) && isOpen(row.state) ? inLine(row) : row)) }
      : undefined,
  )
}

const isOpen = (state: ItemState) => state === 'waiting' || state === 'running'

/** Takes rows as they change, up to hundreds a second, and passes them on together. */
export function createRowChanges(cache: QueryClient) {
  const patches = createBatch<Row>((rows) => patchRows(cache, rows))
  const writtenOnes = createBatch<number>((rowIds) => patchWritten(cache, rowIds))
  const grown = new Set<number>()
  let counting: ReturnType<typeof setTimeout> | undefined

  function count(): void {
    counting = undefined
    const runIds = new Set(grown)
    grown.clear()
    for (const name of ['row.outline', 'row.page', 'run.reasons'] as const) {
      const isMoved = name === 'run.reasons' ? isOf : isNarrowed
      const predicate = ({ queryKey }: Query) => queryKey.some((part) => isMoved(part, runIds))
      cache.invalidateQueries({ queryKey: requestKey(name), predicate }).catch(() => undefined)
    }
  }

  return {
    add(row: Row): void {
      patches.add(row)
      grown.add(row.runId)
      counting ??= setTimeout(count, countMs)
    },
    addWritten({ rowId }: { rowId: number }): void {
      writtenOnes.add(rowId)
    },
    close(): void {
      patches.close()
      writtenOnes.close()
      clearTimeout(counting)
    },
  }
}

/** Whether a question is about one of some runs. */
function isOf(part: unknown, runIds: ReadonlySet<number>): boolean {
  return typeof part === 'object' && part !== null && 'runId' in part && runIds.has(Number(part.runId))
}

/** Whether rows come into such a list, leave it or change places in it as they are written. */
function isNarrowed(part: unknown, runIds: ReadonlySet<number>): boolean {
  if (!isOf(part, runIds)) return false
  const { runId: _, sort, ...narrowing } = part as Input<'row.outline'>
  const isByLength = sort === 'longest' || sort === 'shortest'
  return isByLength || Object.values(narrowing).some((value) => value !== undefined)
}
