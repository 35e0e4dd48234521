import { IconUpload } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Run } from '#contract/runs'
import { useTexts } from '../locales/use-texts.tsx'
import { LinkButton } from './link-button.tsx'
import { Crumb, Page, Tabs } from './page.tsx'
import { RemoveProblem, RemoveRun, type Removing } from './remove-run.tsx'
import { RenameRun, type Renaming } from './rename-run.tsx'
import { ResumeRun } from './resume-run.tsx'
import { RunState } from './run-state.tsx'

type Props = {
  run: Run
  view: 'run' | 'rows' | 'review'
  renaming: Renaming
  removing: Removing
  /** Buttons before the export. */
  actions?: ReactNode
  children: ReactNode
}

/** The head that the views of a dataset share. The export stands in the address, so all can open it. */
export function DatasetPage({ run, view, renaming, removing, actions, children }: Props) {
  const { datasets, run: words, review } = useTexts()
  const params = { runId: String(run.id) }
  const isMain = view === 'run' && run.status === 'finished'
  return (
    <Page
      title={run.name}
      crumb={<Crumb to="/datasets">{datasets.crumb}</Crumb>}
      beside={<RenameRun key={run.id} run={run} renaming={renaming} />}
      flush={view !== 'run'}
      tabs={
        <Tabs
          label={words.tabs.label}
          tabs={[
            { label: words.tabs.run, to: '/datasets/$runId', params, current: view === 'run' },
            {
              label: words.tabs.rows,
              count: run.counts.planned,
              to: '/datasets/$runId/rows',
              params,
              current: view === 'rows',
            },
            { label: review.tab, to: '/datasets/$runId/review', params, current: view === 'review' },
          ]}
        />
      }
      actions={
        <>
          {actions}
          {/* The run's own page tells it at length. */}
          {view !== 'run' && run.status !== 'finished' && <RunState run={run} />}
          {view !== 'run' && run.status === 'paused' && <ResumeRun run={run} />}
          {/* Far from the pencil: beside it, a shorter name would draw it under the hand that has just renamed. */}
          <RemoveRun run={run} removing={removing} />
          <RemoveProblem removing={removing} />
          <LinkButton
            to="."
            search={(search) => ({ ...search, dialog: 'export' as const })}
            variant={isMain ? 'filled' : 'default'}
            leftSection={<IconUpload size={16} stroke={1.5} aria-hidden />}
          >
            {words.export}
          </LinkButton>
        </>
      }
    >
      {children}
    </Page>
  )
}
