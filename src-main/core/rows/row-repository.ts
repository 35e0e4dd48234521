import type { Database } from 'better-sqlite3'
import type { Attempt, ItemState, Reason, Row } from '#contract/runs'

type StoredRow = Omit<Row, 'reasons'> & { reasons: string }
type StoredAttempt = Omit<Attempt, 'reasons'> & { reasons: string }
type Filter = {
  runId: number
  states?: ItemState[] | undefined
  reason?: Reason | undefined
  verdict?: 'kept' | 'discarded' | 'none' | undefined
  query?: string | undefined
}

export type Verdict = Pick<Row, 'id' | 'verdict'>

const columns = `id, run_id AS runId, position, state, reasons, duplicate_of AS duplicateOf, input_text AS persona, text,
  finish_reason AS finishReason, verdict, edited_text AS editedText, note`

export function createRowRepository(db: Database) {
  const selectById = db.prepare<[number], StoredRow>(`SELECT ${columns} FROM item WHERE id = ?`)
  const selectAttempts = db.prepare<[number], StoredAttempt>(`
    SELECT number, seed, prompt, text, start_length AS startLength, reasoning, finish_reason AS finishReason, reasons,
           prompt_tokens AS promptTokens, tokens, duration_ms AS durationMs, engine
    FROM attempt WHERE item_id = ? ORDER BY step, number
  `)
  const selectReasons = db.prepare<[number], { reason: Reason; state: ItemState; count: number }>(`
    SELECT value AS reason, state, count(*) AS count FROM item, json_each(item.reasons)
    WHERE run_id = ? AND state NOT IN ('waiting', 'running') GROUP BY value, state ORDER BY count DESC, value
  `)
  const updateJudgement = db.prepare(
    'UPDATE item SET verdict = @verdict, edited_text = @editedText, note = @note WHERE id = @id',
  )

  const updateVerdict = db.prepare<[Verdict]>('UPDATE item SET verdict = @verdict WHERE id = @id')
  const storeVerdicts = db.transaction((verdicts: readonly Verdict[]) => {
    for (const verdict of verdicts) updateVerdict.run(verdict)
  })

  function narrow({ states, reason, verdict, query }: Filter) {
    const clauses = [
      states && `state IN (${states.map((_, at) => `@state${at}`).join(', ') || 'NULL'})`,
      reason && 'EXISTS (SELECT 1 FROM json_each(item.reasons) WHERE value = @reason)',
      verdict && (verdict === 'none' ? 'verdict IS NULL' : 'verdict = @judged'),
      query?.trim() && "(text LIKE @like ESCAPE '\\' OR input_text LIKE @like ESCAPE '\\')",
    ].filter(Boolean)
    const values = {
      ...Object.fromEntries((states ?? []).map((state, at) => [`state${at}`, state])),
      reason,
      judged: verdict,
      like: `%${(query ?? '').trim().replaceAll(/[\\%_]/g, '\\$&')}%`,
    }
    return { where: ['run_id = @runId', ...clauses].join(' AND '), values }
  }

  return {
    byId(id: number): Row | undefined {
      const row = selectById.get(id)
      return row && parseReasons(row)
    },

    page(filter: Filter, after: number, limit: number): Row[] {
      const { where, values } = narrow(filter)
      return db
        .prepare<unknown[], StoredRow>(
          `SELECT ${columns} FROM item WHERE ${where} AND position > @after ORDER BY position LIMIT @limit`,
        )
        .all({ ...values, runId: filter.runId, after, limit })
        .map(parseReasons)
    },

    count(filter: Filter): number {
      const { where, values } = narrow(filter)
      return db
        .prepare(`SELECT count(*) FROM item WHERE ${where}`)
        .pluck()
        .get({ ...values, runId: filter.runId }) as number
    },

    /** What stands there now, a page in planned order; with ids only of those rows. */
    verdicts(filter: Filter, ids: readonly number[] | undefined, after: number, limit: number) {
      const { where, values } = narrow(filter)
      const named = ids ? 'AND id IN (SELECT value FROM json_each(@ids))' : ''
      return db
        .prepare<unknown[], Verdict & { position: number }>(
          `SELECT id, position, verdict FROM item WHERE ${where} ${named} AND position > @after ORDER BY position LIMIT @limit`,
        )
        .all({ ...values, runId: filter.runId, ids: JSON.stringify(ids ?? []), after, limit })
    },
    /** In one transaction. */
    setVerdicts: (verdicts: readonly Verdict[]): void => storeVerdicts(verdicts),

    attempts: (id: number): Attempt[] => selectAttempts.all(id).map(parseReasons),
    reasons: (runId: number) => selectReasons.all(runId),
    judge: (row: Pick<Row, 'id' | 'verdict' | 'editedText' | 'note'>): void => void updateJudgement.run(row),
  }
}

export type RowRepository = ReturnType<typeof createRowRepository>

function parseReasons<T extends { reasons: string }>(stored: T): Omit<T, 'reasons'> & { reasons: Reason[] } {
  return { ...stored, reasons: JSON.parse(stored.reasons) as Reason[] }
}
