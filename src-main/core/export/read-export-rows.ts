import type { Database } from 'better-sqlite3'
import { AppError } from '#contract/errors'
import type { ExportRequest } from '#contract/exports'
import type { Recipe } from '#contract/recipe'
import type { ExportRow } from './formats.ts'

type StoredRow = {
  position: number
  persona: string
  text: string
  editedText: string | null
  finishReason: string | null
  prompt: string | null
  tried: string | null
  startLength: number | null
  sampling: string | null
}

export type RunToExport = { id: number; name: string; description: string; total: number; selected: number }

const pageSize = 500
const usual = `(state = 'accepted' AND coalesce(verdict, 'kept') = 'kept') OR (verdict = 'kept' AND coalesce(edited_text, text) <> '')`

/** A run's rows for a file, read within one view of the database: what is written meanwhile is not among them. */
export function createExportReader(db: Database, { runId, states }: Pick<ExportRequest, 'runId' | 'states'>) {
  const chosen = states ? 'state IN (SELECT value FROM json_each(@states))' : usual
  const values = { runId, states: JSON.stringify(states ?? []) }
  const selectRun = db.prepare<[number], { name: string; recipe: string }>('SELECT name, recipe FROM run WHERE id = ?')
  const count = db.prepare<[typeof values], { total: number; selected: number }>(`
    SELECT count(*) AS total, count(*) FILTER (WHERE ${chosen}) AS selected FROM item WHERE run_id = @runId
  `)
  const selectPage = db.prepare<[typeof values & { after: number }], StoredRow>(`
    SELECT item.position AS position, item.input_text AS persona, item.text AS text, item.edited_text AS editedText,
           item.finish_reason AS finishReason, attempt.prompt AS prompt, attempt.text AS tried,
           attempt.start_length AS startLength, attempt.sampling AS sampling
    FROM (SELECT * FROM item WHERE run_id = @runId AND position > @after AND (${chosen})
          ORDER BY position LIMIT ${pageSize}) AS item
    LEFT JOIN attempt ON attempt.id =
      (SELECT id FROM attempt WHERE item_id = item.id ORDER BY step DESC, number DESC LIMIT 1)
    ORDER BY item.position
  `)

  function readRun(): RunToExport {
    const run = selectRun.get(runId)
    if (!run) throw new AppError('not-found', `There is no run ${runId}. Nothing was written.`)
    const { template } = JSON.parse(run.recipe) as { template?: Recipe }
    const { total, selected } = count.get(values) as { total: number; selected: number }
    return { id: runId, name: run.name, description: template?.description ?? '', total, selected }
  }

  return {
    readRun,

    /** In planned order, one in memory at a time. */
    *rows(description: string): Generator<ExportRow> {
      for (let after = -1; ; ) {
        const before = after
        for (const row of selectPage.iterate({ ...values, after })) {
          after = row.position
          yield toExportRow(row, description)
        }
        if (after === before) return
      }
    },

    /** Holds one view of the database while `work` reads. */
    together<T>(work: () => T): T {
      db.exec('BEGIN')
      try {
        return work()
      } finally {
        db.exec('ROLLBACK')
      }
    },
  }
}

export type ExportReader = ReturnType<typeof createExportReader>

function toExportRow(row: StoredRow, description: string): ExportRow {
  // Imported rows bring a description of their own.
  const own = (JSON.parse(row.sampling ?? '{}') as { description?: unknown }).description
  return {
    persona: row.persona,
    prompt: row.prompt ?? '',
    finishReason: row.finishReason,
    text: row.editedText ?? row.text,
    start: (row.tried ?? '').slice(0, row.startLength ?? 0),
    description: typeof own === 'string' ? own : description,
  }
}
