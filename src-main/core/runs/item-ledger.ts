import type { Database } from 'better-sqlite3'
import type { EndState, ItemState, Reason } from '#contract/runs'
import type { Generated } from '../engine.ts'
import { createItemText } from '../lists/item-text.ts'
import { markUsed } from '../lists/persona-use.ts'
import { createRaiseRevision } from '../raise-revision.ts'

export type Item = {
  id: number
  runId: number
  position: number
  inputKey: Buffer
  templateHash: string
  variation: number
  sample: number
  inputText: string
  examples: string
  crashes: number
  suspect: 0 | 1
  /** Tries made so far. */
  tries: number
}

export type PlannedItem = { inputKey: Buffer; inputText: string; examples: number[] }

export type TryRecord = {
  itemId: number
  number: number
  seed: number
  sampling: string
  generated: Generated
  reasons: Reason[]
  engine: string
  madeAt: number
}

/** An item that came to its end. */
export type Settled = { itemId: number; state: EndState }

type Recorded = { settled: Settled[]; isInLine: boolean }

const open = "state IN ('waiting', 'running')"
/** Came to an end once, and was asked for again. */
const hadEnded = "coalesce(before_retry, 'cancelled') <> 'cancelled'"

/** Every planned item and every try, each step one transaction: what is not written here did not happen. */
export function createItemLedger(db: Database) {
  const itemText = createItemText(db)
  const raiseRevision = createRaiseRevision(db)
  const insertItem = db.prepare(`
    INSERT INTO item (run_id, wave, position, input_kind, input_key, template_hash, input_text, examples)
    VALUES (@runId, 0, @position, 'persona', @inputKey, @templateHash, @inputText, @examples)
  `)
  const usePersonas = db.prepare(
    `${markUsed('run_id = @runId AND position BETWEEN @first AND @last')} AND (SELECT purpose FROM run WHERE id = @runId) <> 'try'`,
  )
  const columns = `item.id AS id, run_id AS runId, position, input_key AS inputKey, template_hash AS templateHash, variation,
    sample, input_text AS inputText, examples, crashes, suspect,
    (SELECT count(*) FROM attempt WHERE item_id = item.id AND step = 0) AS tries`
  const selectWaiting = db.prepare<[number, number], Item>(`
    SELECT ${columns} FROM item WHERE run_id = ? AND state = 'waiting' AND suspect = ? ORDER BY position LIMIT 1
  `)
  const setRunning = db.prepare("UPDATE item SET state = 'running' WHERE id = ? AND state = 'waiting'")
  const setWaiting = db.prepare(`
    UPDATE item SET state = 'waiting', suspect = max(suspect, @suspect), crashes = crashes + @crashes
    WHERE id = @id AND state = 'running' AND passed = 0
  `)
  const release = db.prepare("UPDATE item SET state = 'waiting' WHERE run_id = ? AND state = 'running' AND passed = 0")
  const insertAttempt = db.prepare(`
    INSERT INTO attempt (item_id, step, number, seed, sampling, prompt, text, start_length, reasoning, finish_reason,
                         reasons, prompt_tokens, tokens, duration_ms, engine, made_at)
    VALUES (@itemId, 0, @number, @seed, @sampling, @prompt, @text, @startLength, @reasoning, @finishReason,
            @reasons, @promptTokens, @tokens, @durationMs, @engine, @madeAt)
  `)
  const updateText = db.prepare(`
    UPDATE item SET text = @text, text_key = @textKey, finish_reason = @finishReason, reasons = @reasons, passed = @passed,
      ended_by = coalesce(@endedBy, ended_by)
    WHERE id = @id
  `)
  const setEnd = db.prepare(`
    UPDATE item SET state = @state, reasons = @reasons, duplicate_of = @duplicateOf, passed = 0 WHERE id = @id
  `)
  const setFailed = db.prepare('UPDATE item SET ended_by = (SELECT max(id) FROM attempt) WHERE id = ?')
  const selectFrontier = db
    .prepare<[number], number | null>(`SELECT min(position) FROM item WHERE run_id = ? AND ${open} AND passed = 0`)
    .pluck()
  const selectPassed = db.prepare<[number, number], { id: number; textKey: Buffer }>(`
    SELECT id, text_key AS textKey FROM item
    WHERE run_id = ? AND state = 'running' AND passed = 1 AND position < ? ORDER BY position
  `)
  const selectTwin = db
    .prepare<[number, Buffer], number>("SELECT id FROM item WHERE run_id = ? AND text_key = ? AND state = 'accepted'")
    .pluck()
  // Without an item: all that are open. A duplicate that was to be made again is one again as long as its text stands.
  const openOnes = `run_id = @runId AND id = coalesce(@itemId, id) AND ${open} AND passed = 0`
  const passTwins = db.prepare(`
    UPDATE item SET state = 'running', passed = 1, before_retry = NULL
    WHERE ${openOnes} AND before_retry = 'duplicate' AND text_key IS NOT NULL
  `)
  const endOpen = db.prepare(`
    UPDATE item SET
      state = CASE WHEN ${hadEnded} THEN replace(before_retry, 'duplicate', 'rejected') ELSE 'cancelled' END,
      reasons = CASE WHEN ${hadEnded} THEN reasons ELSE '["stopped"]' END,
      before_retry = NULL
    WHERE ${openOnes}
  `)
  const selectDecided = db
    .prepare<[number], number>(
      `SELECT ${hadEnded} AND (verdict IS NOT NULL OR edited_text IS NOT NULL) FROM item WHERE id = ?`,
    )
    .pluck()
  const selectState = db.prepare<[number], { state: ItemState; passed: 0 | 1 }>(
    'SELECT state, passed FROM item WHERE id = ?',
  )
  const countPassed = db
    .prepare<[number], number>("SELECT count(*) FROM item WHERE run_id = ? AND state = 'running' AND passed = 1")
    .pluck()
  const countOpen = db.prepare<[number], number>(`SELECT count(*) FROM item WHERE run_id = ? AND ${open}`).pluck()

  /**
   * Decides about duplicates in planned order: a row that passed is accepted once nothing before it is open, so that
   * neither a kill nor the number of rows at once changes which of two equal texts is kept.
   */
  function settle(runId: number): Settled[] {
    const frontier = selectFrontier.get(runId) ?? Number.MAX_SAFE_INTEGER
    return selectPassed.all(runId, frontier).map(({ id, textKey }) => {
      const twin = selectTwin.get(runId, textKey) as number | undefined
      const state = twin === undefined ? 'accepted' : 'duplicate'
      setEnd.run({ id, state, reasons: twin === undefined ? '[]' : '["same-text"]', duplicateOf: twin ?? null })
      return { itemId: id, state }
    })
  }

  const isDecided = (itemId: number): boolean => selectDecided.get(itemId) === 1

  function endAsBefore(runId: number, itemId: number | null): void {
    passTwins.run({ runId, itemId })
    endOpen.run({ runId, itemId })
  }

  function setText(text: { id: number } & Record<string, unknown>): void {
    itemText.change(text.id, () => updateText.run(text))
  }

  function storeTry(record: TryRecord): number {
    const { generated, reasons, ...attempt } = record
    const { lastInsertRowid } = insertAttempt.run({
      ...attempt,
      ...generated,
      prompt: generated.promptText,
      reasons: JSON.stringify(reasons),
      durationMs: Math.round(generated.durationMs),
    })
    return Number(lastInsertRowid)
  }

  return {
    /** Adds planned items from `position` on; their personas count as used unless it is a try. */
    plan: db.transaction((runId: number, templateHash: string, position: number, items: PlannedItem[]): void => {
      itemText.grow(() => {
        items.forEach((item, at) => {
          const examples = JSON.stringify(item.examples)
          insertItem.run({ ...item, runId, templateHash, position: position + at, examples })
        })
      })
      usePersonas.run({ runId, first: position, last: position + items.length - 1 })
    }),

    /** The next item in planned order, now running; suspects, which are made alone, only when asked for. */
    take(runId: number, which: 'trusted' | 'suspect'): Item | undefined {
      const item = selectWaiting.get(runId, which === 'suspect' ? 1 : 0)
      if (item) setRunning.run(item.id)
      return item
    },

    /** Puts items back that a sitting left behind as running. */
    release: (runId: number): void => void release.run(runId),

    /** Back in line, its try's number and seed unspent. */
    putBack: (id: number): void => void setWaiting.run({ id, suspect: 0, crashes: 0 }),

    /** Back in line after the model's process died with it: from now on it is made alone. */
    putBackAsSuspect: (id: number, ranAlone: boolean): void =>
      void setWaiting.run({ id, suspect: 1, crashes: ranAlone ? 1 : 0 }),

    /** Stores a try that failed a check and will be followed by another. */
    recordRetry: db.transaction((runId: number, record: TryRecord): void => {
      raiseRevision(runId)
      storeTry(record)
      if (isDecided(record.itemId)) return
      const { text, finishReason } = record.generated
      setText({
        id: record.itemId,
        text,
        textKey: null,
        finishReason,
        reasons: JSON.stringify(record.reasons),
        ...{ passed: 0, endedBy: null },
      })
    }),

    /**
     * Stores an item's last try; what follows from it for this item and others is returned, and whether the item is
     * among those now that passed and wait for their turn. What a person decided about while it was to be made again
     * keeps its text and ends as it had ended.
     */
    recordLast: db.transaction((runId: number, record: TryRecord, textKey: Buffer): Recorded => {
      raiseRevision(runId)
      const endedBy = storeTry(record)
      const { itemId } = record
      if (isDecided(itemId)) endAsBefore(runId, itemId)
      else {
        const { text, finishReason } = record.generated
        const reasons = JSON.stringify(record.reasons)
        const passed = record.reasons.length === 0
        setText({ id: itemId, text, textKey, finishReason, reasons, passed: passed ? 1 : 0, endedBy })
        if (!passed) setEnd.run({ id: itemId, state: 'rejected', reasons, duplicateOf: null })
      }
      const { state, passed } = selectState.get(itemId) as { state: ItemState; passed: 0 | 1 }
      if (passed === 1) return { settled: settle(runId), isInLine: true }
      return { settled: [{ itemId, state: state as EndState }, ...settle(runId)], isInLine: false }
    }),

    /** Ends an item that could not be made. */
    fail: db.transaction((runId: number, itemId: number, reason: Reason): Settled[] => {
      raiseRevision(runId)
      setEnd.run({ id: itemId, state: 'failed', reasons: JSON.stringify([reason]), duplicateOf: null })
      setFailed.run(itemId)
      return [{ itemId, state: 'failed' }, ...settle(runId)]
    }),

    /**
     * Ends whatever is open; rows that were finished and only waited for their turn are kept, and rows that were asked
     * for again end as they had ended.
     */
    cancelOpen: db.transaction((runId: number): Settled[] => {
      raiseRevision(runId)
      endAsBefore(runId, null)
      return settle(runId)
    }),

    countPassed: (runId: number): number => countPassed.get(runId) as number,
    countOpen: (runId: number): number => countOpen.get(runId) as number,
  }
}

export type ItemLedger = ReturnType<typeof createItemLedger>
