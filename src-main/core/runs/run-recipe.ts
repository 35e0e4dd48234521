import type { Database } from 'better-sqlite3'
import type { Handlers } from '#contract/index'
import { chosenValue } from '../variable-texts.ts'
import { noDataset } from './no-dataset.ts'
import type { StoredRun } from './run-repository.ts'
import type { RunSnapshot } from './run-snapshot.ts'

type Deps = { db: Database; find: (runId: number) => StoredRun | undefined }

/** Which personas a run was made of, and what its template was given. */
export function createRunRecipe({ db, find }: Deps) {
  // A number may come again after a deletion: what is younger than the run is another one.
  const selectSource = db
    .prepare<[number, number], string>('SELECT name FROM source WHERE id = ? AND added_at <= ?')
    .pluck()
  const selectSelection = db
    .prepare<[number, number], string>('SELECT name FROM selection WHERE id = ? AND created_at <= ?')
    .pluck()

  return {
    'run.recipe'({ runId }) {
      const run = find(runId)
      if (!run) throw noDataset(runId)
      const { personas, template, ...chosen } = JSON.parse(run.recipe) as Partial<RunSnapshot>
      if (!personas || !template) return null
      const { sourceId, selectionId } = personas
      const name =
        selectionId !== undefined
          ? selectSelection.get(selectionId, run.createdAt)
          : sourceId !== undefined && selectSource.get(sourceId, run.createdAt)
      const variables = Object.entries(template.variables).map(([key, declared]) => {
        const value = chosenValue(declared, chosen.variables?.[key], chosen.small === true)
        const isChoice = declared.choices !== undefined && Object.hasOwn(declared.choices, value)
        return { label: declared.label, choice: isChoice ? value : null, text: isChoice ? '' : value }
      })
      return { personas, listName: name || null, variables }
    },
  } satisfies Partial<Handlers>
}
