import { IconPlus, IconUpload } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useRequest } from '../../client/use-request.ts'
import { newestRuns, openRuns, useRunningRun, withOpen } from '../../client/use-running-run.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Page } from '../../ui/page.tsx'
import { RunTable } from '../../ui/run-table.tsx'
import { FirstRows } from './first-rows.tsx'
import styles from './home-page.module.css'
import { MakeAnother } from './make-another.tsx'
import { RunningCard } from './running-card.tsx'
import { ThisComputer } from './this-computer.tsx'
import { WaitingForYou } from './waiting-for-you.tsx'

/** So many datasets stand on the start page; the rest is one click away. */
const shownRuns = 8

export function HomePage() {
  const { home } = useTexts()
  const list = useRequest('run.list', newestRuns)
  const open = useRequest('run.list', openRuns)
  const { data: info } = useRequest('app.info', {})
  const running = useRunningRun()
  const isFirst = list.data?.runs.length === 0

  return (
    <Page
      title={home.title}
      actions={
        !isFirst && (
          <>
            <LinkButton
              to="/personas"
              search={{ dialog: 'import' }}
              leftSection={<IconUpload size={16} stroke={1.5} aria-hidden />}
            >
              {home.importPersonas}
            </LinkButton>
            <LinkButton
              to="/datasets/new"
              variant="filled"
              leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />}
            >
              {home.newDataset}
            </LinkButton>
          </>
        )
      }
    >
      <Loaded of={list} lines={8}>
        {({ runs }) =>
          runs.length === 0 ? (
            <FirstRows />
          ) : (
            <div className={styles.columns}>
              <div className="stack s6">
                {running && <RunningCard {...running} />}
                <section aria-labelledby="datasets" className="stack">
                  <h2 id="datasets" className="sect">
                    {home.datasets}
                  </h2>
                  <RunTable runs={runs.slice(0, shownRuns)} progress={running?.progress} />
                  {runs.length > shownRuns && (
                    <p>
                      <Link to="/datasets">{home.allDatasets(info?.runCount ?? runs.length)}</Link>
                    </p>
                  )}
                </section>
                <MakeAnother />
              </div>
              <aside className="stack s6" aria-label={home.aside}>
                <WaitingForYou runs={withOpen(runs, open.data?.runs ?? [])} />
                <ThisComputer />
              </aside>
            </div>
          )
        }
      </Loaded>
    </Page>
  )
}
