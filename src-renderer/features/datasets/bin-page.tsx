import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Run } from '#contract/runs'
import { backNotice, useBin } from '../../client/use-bin.ts'
import { useRunPages } from '../../client/use-run-pages.ts'
import { useUndoRemovalKeys } from '../../client/use-undo-removal.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { EraseDialog } from '../../ui/binned-run.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { NamedTable } from '../../ui/named-table.tsx'
import { Crumb, Page } from '../../ui/page.tsx'
import styles from '../../ui/run-table.module.css'
import { SayError } from '../../ui/say-error.tsx'
import { SkeletonLines } from '../../ui/skeleton-lines.tsx'

/** The datasets in the bin: each goes back, or away for good. */
export function BinPage() {
  const { datasets } = useTexts()
  const words = datasets.bin
  const bin = useBin()
  useUndoRemovalKeys()
  const [asked, setAsked] = useState<Run>()
  const list = useRunPages({ isRemoved: true })

  function tellBack({ id, name }: Run): void {
    notifications.show({
      id: backNotice(id),
      message: (
        <span className="row wide">
          {words.isBack(name)}
          <Link
            to="/datasets/$runId"
            params={{ runId: String(id) }}
            className="notice-link"
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
                <div className="row">
                  <MoreButton label={datasets.more} of={list} />
                </div>
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
  const { datasets, format } = useTexts()
  const words = datasets.bin
  return (
    <NamedTable heads={{ name: datasets.columns.name, count: words.rows, since: words.since }} stepsWidth="17rem">
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
              <Button size="xs" variant="subtle" aria-label={words.eraseNamed(run.name)} onClick={() => onErase(run)}>
                {words.erase}
              </Button>
            </span>
          </td>
        </tr>
      ))}
    </NamedTable>
  )
}
