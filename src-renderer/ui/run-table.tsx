import { Link } from '@tanstack/react-router'
import type { MouseEvent } from 'react'
import type { Progress, Run } from '#contract/runs'
import { useTexts } from '../locales/use-texts.tsx'
import { RemoveProblem, RemoveRun, type Removing } from './remove-run.tsx'
import { RunState } from './run-state.tsx'
import styles from './run-table.module.css'
import { decidedCounts, readyRows, shownCounts } from './shown-counts.ts'
import { StateBar } from './state-bar.tsx'

type Props = {
  runs: readonly Run[]
  /** How the one that is being written stands. */
  progress?: Progress | undefined
  /** Also says when each was begun. */
  withDate?: boolean
  /** Where datasets can be put into the bin from here. */
  removing?: Removing
}

/** Datasets as a table: name, template, rows ready to export of all, bar and state. */
export function RunTable({ runs, progress, withDate, removing }: Props) {
  const { datasets, common, format, review } = useTexts()
  const { columns } = datasets
  const spare = withDate ? styles.spare : styles.spareSooner
  return (
    <div className="card none">
      <table className="grid roomy">
        <colgroup>
          <col />
          <col className={spare} style={{ width: withDate ? '20%' : '24%' }} />
          <col style={{ width: '9.75rem' }} />
          <col style={{ width: '5.5rem' }} />
          <col className={styles.state} />
          {withDate && <col style={{ width: '6rem' }} />}
          {removing && <col style={{ width: '3rem' }} />}
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{columns.name}</th>
            <th scope="col" className={spare}>
              {columns.template}
            </th>
            <th scope="col" className="num">
              {columns.ready}
            </th>
            <th scope="col">{columns.bar}</th>
            <th scope="col">{columns.state}</th>
            {withDate && <th scope="col">{columns.made}</th>}
            {removing && (
              <th scope="col">
                <span className="vh">{common.more}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => {
            const shown = shownCounts(run, progress?.runId === run.id ? progress : undefined)
            return (
              <tr key={run.id} className={styles.line}>
                <td>
                  <Link to="/datasets/$runId" params={{ runId: String(run.id) }} className={styles.name}>
                    {run.name}
                  </Link>
                </td>
                <td className={`dim ${spare}`}>{run.templateName || review.imported}</td>
                <td className="num">
                  {common.run.partOf(readyRows(run, shown), run.counts.planned)}
                  <Handled run={run} />
                </td>
                <td>
                  <StateBar counts={decidedCounts(run, shown)} size="mini" />
                </td>
                <td>
                  <RunState run={run} />
                  {run.exported && (
                    <div className={`faint sm ${styles.said}`}>
                      {datasets.exported(format.day(run.exported.madeAt), run.exported.isCurrent, run.exported.count)}
                    </div>
                  )}
                </td>
                {withDate && <td className="dim">{format.moment(run.createdAt)}</td>}
                {removing && (
                  <td>
                    <span className={styles.steps}>
                      <RemoveRun run={run} removing={removing} onPress={leaveLine} />
                    </span>
                  </td>
                )}
              </tr>
            )
          })}
        </tbody>
      </table>
      {removing && <RemoveProblem removing={removing} />}
    </div>
  )
}

/** The line under the keys is about to go, and the focus with it: the one beside it takes it. */
function leaveLine({ detail, currentTarget }: MouseEvent<HTMLElement>): void {
  const line = currentTarget.closest('tr')
  if (detail === 0) (line?.nextElementSibling ?? line?.previousElementSibling)?.querySelector('a')?.focus()
}

/** What a person decided otherwise than the checks, so that as many rows fewer or more go into a file, and changed in them. */
function Handled({ run: { overruled, edited } }: { run: Run }) {
  const { datasets } = useTexts()
  const { discarded, kept } = overruled
  const words = datasets.handled(discarded, kept, edited)
  return words && <div className={`faint sm ${styles.said}`}>{words}</div>
}
