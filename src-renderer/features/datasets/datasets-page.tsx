import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useApi } from '../../client/api.tsx'
import { requestKey, useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Page } from '../../ui/page.tsx'
import { RunTable } from '../../ui/run-table.tsx'
import { SkeletonLines } from '../../ui/skeleton-lines.tsx'

const pageSize = 100

export function DatasetsPage() {
  const { datasets } = useTexts()
  const api = useApi()
  const { data: info } = useRequest('app.info', {})
  const list = useInfiniteQuery({
    queryKey: [...requestKey('run.list'), 'pages'],
    queryFn: ({ pageParam }) =>
      api.request('run.list', { limit: pageSize, ...(pageParam === null ? {} : { before: pageParam }) }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  })
  const isEmpty = list.data?.pages[0]?.runs.length === 0
  const newDataset = (
    <LinkButton to="/datasets/new" variant="filled" leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />}>
      {datasets.newDataset}
    </LinkButton>
  )

  return (
    <Page title={datasets.title} actions={!isEmpty && newDataset}>
      <Loaded of={list} skeleton={<SkeletonLines lines={8} pitch="list" />}>
        {({ pages }) => {
          const runs = pages.flatMap((page) => page.runs)
          if (runs.length === 0) {
            return (
              <EmptyState
                title={datasets.emptyTitle}
                text={datasets.emptyText}
                action={
                  <LinkButton to="/datasets/new" variant="filled">
                    {datasets.emptyDo}
                  </LinkButton>
                }
                other={<Link to="/templates">{datasets.emptyOther}</Link>}
              />
            )
          }
          return (
            <div className="stack">
              <RunTable runs={runs} withDate />
              <div className="row faint sm">
                {info && datasets.shown(runs.length, Math.max(info.runCount, runs.length))}
                {list.hasNextPage && (
                  <Button size="xs" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                    {datasets.more}
                  </Button>
                )}
              </div>
            </div>
          )
        }}
      </Loaded>
    </Page>
  )
}
