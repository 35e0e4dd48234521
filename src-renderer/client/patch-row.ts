import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Output } from '#contract/index'
import type { Row } from '#contract/rows'
import { requestKey } from './use-request.ts'

type Page = Output<'row.page'>

/** Rewrites one row wherever it is shown. Lists that were filtered keep it until they are asked again. */
export function patchRow(cache: QueryClient, row: Row): void {
  const inPage = (page: Page): Page => {
    if (!page.rows.some(({ id }) => id === row.id)) return page
    return { ...page, rows: page.rows.map((each) => (each.id === row.id ? row : each)) }
  }
  cache.setQueriesData<Page | InfiniteData<Page>>({ queryKey: requestKey('row.page') }, (data) => {
    if (!data) return data
    return 'pages' in data ? { ...data, pages: data.pages.map(inPage) } : inPage(data)
  })
  cache.invalidateQueries({ queryKey: requestKey('row.show', { rowId: row.id }) }).catch(() => undefined)
}
