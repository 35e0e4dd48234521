import { useBin } from '../../client/use-bin.ts'
import { useRemoveRun } from '../../client/use-remove-run.tsx'
import { useRenameRun } from '../../client/use-rename-run.ts'
import { useRequest } from '../../client/use-request.ts'
import { DatasetPage } from '../../ui/dataset-page.tsx'
import { KnownRun } from '../../ui/known-run.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { Cloth } from './cloth.tsx'
import { ExportedFiles } from './exported-files.tsx'
import { HeldUp } from './held-up.tsx'
import { NewestRows } from './newest-rows.tsx'
import { PaceLine } from './pace-line.tsx'
import { TallyProblem } from './retry-button.tsx'
import { RunActions } from './run-actions.tsx'
import { RunNotice } from './run-notice.tsx'
import styles from './run-page.module.css'
import { RunProgress } from './run-progress.tsx'
import { RunRecipe } from './run-recipe.tsx'
import { TurnedAway } from './turned-away.tsx'
import { useRunCommands } from './use-run-commands.ts'

/** One dataset while it is made and after: how far, what came out, why rows were turned away. */
export function RunPage({ runId }: { runId: number }) {
  const run = useRequest('run.show', { runId })
  const { data: progress } = useRequest('run.progress', { runId }, { enabled: run.data !== undefined })
  const commands = useRunCommands()
  const renaming = useRenameRun(runId)
  const removing = useRemoveRun({ leaves: true })
  const bin = useBin()
  return (
    <KnownRun of={run} bin={bin}>
      {(shown) => (
        <DatasetPage
          run={shown}
          view="run"
          renaming={renaming}
          removing={removing}
          actions={<RunActions run={shown} commands={commands} />}
        >
          <div className={styles.page}>
            <div className={styles.main}>
              {commands.error && <SayError error={commands.error} onClose={commands.forgive} />}
              <TallyProblem run={shown} />
              <HeldUp run={shown} pause={commands.pause} />
              <RunNotice key={shown.id} run={shown} progress={progress} />
              <section className="card stack s3" aria-labelledby="progress">
                <RunProgress key={shown.id} run={shown} progress={progress} />
                <Cloth run={shown} />
              </section>
              <NewestRows run={shown} />
            </div>
            <div className={styles.aside}>
              <TurnedAway run={shown} retry={commands.retry} />
              <ExportedFiles key={shown.id} run={shown} />
              <PaceLine run={shown} progress={progress} />
              <RunRecipe run={shown} />
            </div>
          </div>
        </DatasetPage>
      )}
    </KnownRun>
  )
}
