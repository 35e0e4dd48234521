import type { Query, QueryClient } from '@tanstack/react-query'
import type { Input, Output } from '#contract/index'
import type { Row } from '#contract/rows'
import { requestKey } from './use-request.ts'

type Page = Output<'row.page'>

/** Rows may end 200 times a second; nobody reads faster than this, and keys are answered between. */
const patchMs = 100
/** A list that is narrowed by what changes is counted anew, which takes a while among a million. */
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

/** Takes rows as they change and passes them on together: the first at once, the others a moment later. */
export function createRowChanges(cache: QueryClient) {
  const waiting = new Map<number, Row>()
  const grown = new Set<number>()
  let patching: ReturnType<typeof setTimeout> | undefined
  let counting: ReturnType<typeof setTimeout> | undefined

  function patch(): void {
    patching = undefined
    if (waiting.size === 0) return
    patchRows(cache, Array.from(waiting.values()))
    waiting.clear()
    patching = setTimeout(patch, patchMs)
  }

  function count(): void {
    counting = undefined
    const runIds = new Set(grown)
    grown.clear()
    for (const name of ['row.outline', 'row.page'] as const) {
      const predicate = ({ queryKey }: Query) => queryKey.some((part) => isMoved(part, runIds))
      cache.invalidateQueries({ queryKey: requestKey(name), predicate }).catch(() => undefined)
    }
  }

  return {
    add(row: Row): void {
      waiting.set(row.id, row)
      grown.add(row.runId)
      if (patching === undefined) patch()
      counting ??= setTimeout(count, countMs)
    },
    close(): void {
      clearTimeout(patching)
      clearTimeout(counting)
    },
  }
}

/** Whether rows come into a list of some runs, leave it or change places in it as they are written. */
function isMoved(part: unknown, runIds: ReadonlySet<number>): boolean {
  if (typeof part !== 'object' || part === null) return false
  const { runId, sort, ...narrowing } = part as Input<'row.outline'>
  const isByLength = sort === 'longest' || sort === 'shortest'
  return runIds.has(runId) && (isByLength || Object.values(narrowing).some((value) => value !== undefined))
}
