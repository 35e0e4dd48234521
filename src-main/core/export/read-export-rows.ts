import type { Database } from 'better-sqlite3'
import { AppError } from '#contract/errors'
import type { ExportRequest } from '#contract/exports'
import type { Recipe } from '#contract/recipe'
import { replaceVariables } from '../replace-variables.ts'
import { variableTexts } from '../variable-texts.ts'
import type { ExportRow } from './shapes.ts'

type StoredRow = {
  position: number
  state: string
  reasons: string
  persona: string
  text: string
  editedText: string | null
  finishReason: string | null
  verdict: string | null
  note: string | null
  prompt: string | null
  tried: string | null
  startLength: number | null
  sampling: string | null
  seed: number | null
  tokens: number | null
  engine: string | null
}

export type RunToExport = { id: number; name: string; total: number; selected: number }

/** What all rows of a run have in common. */
type Asked = { description: string; system: string; taskFor: (persona: string) => string | undefined }
type Snapshot = { template?: Recipe; system?: string; variables?: Record<string, string>; small?: boolean }

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
    SELECT item.position AS position, item.state AS state, item.reasons AS reasons, item.input_text AS persona,
           item.text AS text, item.edited_text AS editedText, item.finish_reason AS finishReason,
           item.verdict AS verdict, item.note AS note, attempt.prompt AS prompt, attempt.text AS tried,
           attempt.start_length AS startLength, attempt.sampling AS sampling, attempt.seed AS seed,
           attempt.tokens AS tokens, attempt.engine AS engine
    FROM (SELECT * FROM item WHERE run_id = @runId AND position > @after AND (${chosen})
          ORDER BY position LIMIT ${pageSize}) AS item
    LEFT JOIN attempt ON attempt.id =
      (SELECT id FROM attempt WHERE item_id = item.id ORDER BY step DESC, number DESC LIMIT 1)
    ORDER BY item.position
  `)

  let asked: Asked = readAsked({})

  function readRun(): RunToExport {
    const run = selectRun.get(runId)
    if (!run) throw new AppError('not-found', `There is no run ${runId}. Nothing was written.`)
    asked = readAsked(JSON.parse(run.recipe) as Snapshot)
    const { total, selected } = count.get(values) as { total: number; selected: number }
    return { id: runId, name: run.name, total, selected }
  }

  return {
    readRun,

    /** In planned order, one in memory at a time. */
    *rows(): Generator<ExportRow> {
      for (let after = -1; ; ) {
        const before = after
        for (const row of selectPage.iterate({ ...values, after })) {
          after = row.position
          yield toExportRow(row, asked)
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

/** What the template asked, without the examples that stood around it. Imported rows have no template. */
function readAsked({ template, system, variables = {}, small = false }: Snapshot): Asked {
  const step = template?.steps?.[0]
  const values = step ? variableTexts({ recipe: template as Recipe, variables, small }) : {}
  const fill = (text: string, more: Record<string, string> = {}) =>
    replaceVariables(text, { ...values, ...more })
      .map((part) => part.text)
      .join('')
  const background = step?.background ? `${fill(step.background)}\n\n` : ''
  return {
    description: template?.description ?? '',
    system: fill(system ?? template?.system ?? ''),
    taskFor: (persona) => step && (background + fill(step.prompt, { persona })).trimEnd(),
  }
}

function toExportRow(row: StoredRow, { description, system, taskFor }: Asked): ExportRow {
  // Imported rows bring a description of their own.
  const own = (JSON.parse(row.sampling ?? '{}') as { description?: unknown }).description
  const { position, state, persona, verdict, note, seed, tokens, engine } = row
  const reasons = (JSON.parse(row.reasons) as string[]).join(' ')
  const prompt = row.prompt ?? ''
  return {
    ...{ position, state, reasons, persona, verdict, note, seed, tokens, engine, prompt, system },
    text: row.editedText ?? row.text,
    start: (row.tried ?? '').slice(0, row.startLength ?? 0),
    task: taskFor(persona) ?? prompt,
    finish_reason: row.finishReason,
    description: typeof own === 'string' ? own : description,
  }
}
