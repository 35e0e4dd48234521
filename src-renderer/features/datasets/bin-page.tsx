import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Run } from '#contract/runs'
import { useApi } from '../../client/api.tsx'
import { backNotice, useBin } from '../../client/use-bin.ts'
import { requestKey } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { EraseDialog } from '../../ui/binned-run.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Crumb, Page } from '../../ui/page.tsx'
import styles from '../../ui/run-table.module.css'
import { SayError } from '../../ui/say-error.tsx'
import { SkeletonLines } from '../../ui/skeleton-lines.tsx'

const pageSize = 100

/** The datasets in the bin: each goes back, or away for good. */
export function BinPage() {
  const { datasets } = useTexts()
  const words = datasets.bin
  const api = useApi()
  const bin = useBin()
  const [asked, setAsked] = useState<Run>()
  const list = useInfiniteQuery({
    queryKey: [...requestKey('run.list'), 'bin'],
    queryFn: ({ pageParam }) =>
      api.request('run.list', {
        ...{ isRemoved: true, limit: pageSize },
        ...(pageParam === null ? {} : { before: pageParam }),
      }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  })

  function tellBack({ id, name }: Run): void {
    notifications.show({
      id: backNotice(id),
      message: (
        <span className="row wide">
          {words.isBack(name)}
          <Link
            to="/datasets/$runId"
            params={{ runId: String(id) }}
            style={{ color: 'inherit', textDecoration: 'underline' }}
            onClick={() => notifications.hide(backNotice(id))}
          >
            {words.open}
          </Link>
        </span>
      ),
    })
  }

  return (
    <Page title={words.title} crumb={<Crumb to="/datasets">{datasets.crumb}</Crumb>}>
      <div className="stack">
        {bin.error && !asked && <SayError error={bin.error} onClose={bin.reset} />}
        <Loaded of={list} skeleton={<SkeletonLines lines={8} pitch="list" />}>
          {({ pages }) => {
            const runs = pages.flatMap((page) => page.runs)
            if (runs.length === 0) {
              return (
                <EmptyState
                  title={words.emptyTitle}
                  text={words.emptyText}
                  action={<LinkButton to="/datasets">{words.emptyDo}</LinkButton>}
                />
              )
            }
            return (
              <div className="stack">
                <p className="dim">{words.about}</p>
                <BinTable runs={runs} onRestore={(run) => bin.restore(run, () => tellBack(run))} onErase={setAsked} />
                {list.hasNextPage && (
                  <div className="row">
                    <Button size="xs" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                      {datasets.more}
                    </Button>
                  </div>
                )}
              </div>
            )
          }}
        </Loaded>
      </div>
      <EraseDialog run={asked} bin={bin} onClose={() => setAsked(undefined)} />
    </Page>
  )
}

type TableProps = { runs: readonly Run[]; onRestore: (run: Run) => void; onErase: (run: Run) => void }

function BinTable({ runs, onRestore, onErase }: TableProps) {
  const { datasets, common, format } = useTexts()
  const words = datasets.bin
  return (
    <div className="card none">
      <table className="grid roomy">
        <colgroup>
          <col />
          <col style={{ width: '7rem' }} />
          <col style={{ width: '8rem' }} />
          <col style={{ width: '17rem' }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{datasets.columns.name}</th>
            <th scope="col" className="num">
              {words.rows}
            </th>
            <th scope="col">{words.since}</th>
            <th scope="col">
              <span className="vh">{common.more}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id} className={styles.line}>
              <td>
                <Link to="/datasets/$runId" params={{ runId: String(run.id) }} className={styles.name}>
                  {run.name}
                </Link>
              </td>
              <td className="num">{format.number(run.counts.planned)}</td>
              <td className="dim">{format.moment(run.removedAt ?? 0)}</td>
              <td>
                <span className={`row ${styles.steps}`}>
                  <Button
                    className="end"
                    size="xs"
                    aria-label={words.restoreNamed(run.name)}
                    onClick={() => onRestore(run)}
                  >
                    {words.restore}
                  </Button>
                  <Button
                    size="xs"
                    variant="subtle"
                    aria-label={words.eraseNamed(run.name)}
                    onClick={() => onErase(run)}
                  >
                    {words.erase}
                  </Button>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
