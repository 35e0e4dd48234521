import type { Database } from 'better-sqlite3'
import type { ItemState, Reason } from '#contract/runs'
import { createItemText } from '../../src-main/core/lists/item-text.ts'

export type SeededRow = {
  persona: string
  text: string
  state: ItemState
  reasons: Reason[]
  verdict: 'kept' | 'discarded' | null
  editedText: string | null
  note?: string | null
}

const rowsAtOnce = 5_000

/** An empty dataset that is finished. */
export function seedRun(db: Database, name = 'Seeded'): number {
  const insert = db.prepare(`
    INSERT INTO run (name, purpose, status, recipe, model_sha256, template_hash, created_at, ended_at)
    VALUES (?, 'import', 'finished', '{}', '', ?, 1, 2)
  `)
  return Number(insert.run(name, `seeded ${name}`).lastInsertRowid)
}

/** Puts rows behind those of a run, as no run and no import could so fast. A duplicate is one of the library's first row. */
export function seedRows(db: Database, runId: number, rows: Iterable<SeededRow>): void {
  const itemText = createItemText(db)
  const selectNext = db
    .prepare<[number], number>('SELECT coalesce(max(position), -1) + 1 FROM item WHERE run_id = ?')
    .pluck()
  const insert = db.prepare(`
    INSERT INTO item (run_id, wave, position, input_kind, input_key, template_hash, input_text, state, reasons, text,
                      finish_reason, verdict, edited_text, note, duplicate_of)
    VALUES (@runId, 0, @position, 'persona', @key, 't', @persona, @state, @reasons, @text, 'stop', @verdict, @editedText, @note,
            iif(@state = 'duplicate', 1, NULL))
  `)
  let position = selectNext.get(runId) ?? 0
  const store = db.transaction((some: SeededRow[]) =>
    itemText.grow(() => {
      for (const row of some) {
        const key = Buffer.alloc(16)
        key.writeUInt32LE(position)
        insert.run({ note: null, ...row, runId, key, position: position++, reasons: JSON.stringify(row.reasons) })
      }
    }),
  )
  let some: SeededRow[] = []
  for (const row of rows) {
    some.push(row)
    if (some.length === rowsAtOnce) {
      store(some)
      some = []
    }
  }
  store(some)
}

/** Throws unless the words that the search knows are those of the rows. */
export function checkWords(db: Database): void {
  for (const index of ['item_text', 'item_persona', 'persona_text']) {
    db.exec(`INSERT INTO ${index} (${index}, rank) VALUES ('integrity-check', 1)`)
  }
}
