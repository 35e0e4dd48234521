import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { AppError } from '#contract/errors'
import { nextRunId } from '../db/next-run-id.ts'
import { textKey } from '../text.ts'

/** A row as a file gave it. `position` counts the file's rows from 0. */
export type ImportedRow = {
  position: number
  text: string
  prompt: string
  finishReason: string
  /** Of a release's row; its export writes it back. */
  description: string | null
}

export type ImportedDataset = { name: string; sha256: string; field: string; importedAt: number }

/**
 * Writes a file's rows as a run of its own, every row accepted with one try. A run that is cut off says so and is
 * continued by the next import of the same file; its methods run inside the caller's transaction.
 */
export function createDatasetStore(db: Database, dataset: ImportedDataset) {
  const { name, sha256, field, importedAt } = dataset
  // Two fields of one file make two datasets.
  const hash = createHash('sha256').update(`${sha256}\n${field}`).digest('hex').slice(0, 32)
  const cutOff = `The import of ${name} did not finish. Import the file again to go on.`

  const erasedMeanwhile = new AppError(
    'in-bin',
    `The dataset of ${name} was deleted for good while its rows came in. The personas that came so far are kept. Import the file again to have all of its rows.`,
  )

  const selectRun = db
    .prepare<[string], number>("SELECT id FROM run WHERE purpose = 'import' AND template_hash = ? AND is_erased = 0")
    .pluck()
  const insertRun = db.prepare(`
    INSERT INTO run (id, name, purpose, status, notice, recipe, model_sha256, template_hash, created_at, ended_at)
    VALUES (${nextRunId}, @name, 'import', 'stopped', @cutOff, @recipe, '', @hash, @importedAt, @importedAt)
  `)
  const isThere = db.prepare<[number], number>('SELECT 1 FROM run WHERE id = ? AND is_erased = 0').pluck()
  const takeOutOfBin = db.prepare('UPDATE run SET removed_at = NULL WHERE id = ? AND removed_at IS NOT NULL')
  const selectNext = db
    .prepare<[number], number>('SELECT coalesce(max(position), -1) + 1 FROM item WHERE run_id = ?')
    .pluck()
  const selectSample = db
    .prepare<[number | null, Buffer, string], number>(
      `SELECT coalesce(max(sample), -1) + 1 FROM item
       WHERE run_id = ? AND input_kind = 'persona' AND input_key = ? AND template_hash = ?`,
    )
    .pluck()
  // Plain values: with a SELECT inside, SQLite journals each statement and looks for items that refer to the new one.
  const insertItem = db.prepare(`
    INSERT INTO item (run_id, wave, position, input_kind, input_key, template_hash, sample, input_text, state, text,
                      text_key, finish_reason)
    VALUES (@runId, 0, @position, 'persona', @key, @hash, @sample, @persona, 'accepted', @text, @textKey, @finishReason)
  `)
  const insertAttempt = db.prepare(`
    INSERT INTO attempt (item_id, step, number, seed, sampling, prompt, text, start_length, finish_reason,
                         prompt_tokens, tokens, duration_ms, engine, made_at)
    VALUES (@itemId, 0, 1, 0, @sampling, @prompt, @text, 0, @finishReason, 0, 0, 0, 'import', @importedAt)
  `)
  const finishRun = db.prepare(`
    UPDATE run SET status = 'finished', notice = NULL, ended_at = @importedAt WHERE id = @runId AND status = 'stopped'
  `)

  let runId: number | null = null
  let next = 0

  return {
    /** Finds or makes the run, and the place where it goes on. */
    open(): void {
      const recipe = JSON.stringify({ format: 'persona-loom/import@1', file: name, sha256, field })
      if (runId !== null && isThere.get(runId) === undefined) throw erasedMeanwhile
      if (runId === null) {
        runId = selectRun.get(hash) ?? Number(insertRun.run({ name, cutOff, recipe, hash, importedAt }).lastInsertRowid)
        // Whoever brings the file again wants the dataset.
        takeOutOfBin.run(runId)
      }
      next = selectNext.get(runId) as number
    },
    /** Adds a row unless an earlier import did. `persona` stands as in the file, `key` is its key in the library. */
    add({ position, text, prompt, finishReason, description }: ImportedRow, key: Buffer, persona: string): void {
      if (position < next) return
      const sample = selectSample.get(runId, key, hash)
      const item = { runId, position, key, hash, sample, persona, text, textKey: textKey(text), finishReason }
      const itemId = insertItem.run(item).lastInsertRowid
      const sampling = JSON.stringify(description === null ? {} : { description })
      insertAttempt.run({ itemId, sampling, prompt, text, finishReason, importedAt })
    },
    finish(): void {
      if (runId !== null) finishRun.run({ runId, importedAt })
    },
    runId: (): number | null => runId,
  }
}

export type DatasetStore = ReturnType<typeof createDatasetStore>
