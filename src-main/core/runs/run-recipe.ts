import type { Database } from 'better-sqlite3'
import type { Handlers } from '#contract/index'
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
      const variables = Object.entries(template.variables).map(([key, { label, choices, small, default: usual }]) => {
        const value = chosen.variables?.[key] ?? (chosen.small ? small : undefined) ?? usual
        return choices && Object.hasOwn(choices, value)
          ? { label, choice: value, text: '' }
          : { label, choice: null, text: value }
      })
      return { personas, listName: name || null, variables }
    },
  } satisfies Partial<Handlers>
}
