import type { Database } from 'better-sqlite3'
import type { DiscardReason } from '#contract/discard-reasons'
import type { Outline } from '#contract/outline'
import type { Attempt, Row, RowFilter, RowSort } from '#contract/rows'
import { endStates, type ItemState, type Reason } from '#contract/runs'
import { cutColumn, cutTo } from '../db/cut-text.ts'
import { createItemText } from '../lists/item-text.ts'
import { countTo, outlineOf, outlineOfKeys, pageOf, walk } from '../lists/outline.ts'
import { hasWords, isEdited, withoutWords } from '../lists/row-list.ts'
import { createRowLists, idOfKey } from '../lists/row-lists.ts'
import { likenessTo } from '../lists/word-likeness.ts'
import type { WordSearch } from '../lists/word-search.ts'
import { createRaiseRevision } from '../raise-revision.ts'

type StoredRow = Omit<Row, 'reasons'> & { reasons: string }
/** Texts are bytes where they were cut. */
type CutRow = Omit<StoredRow, 'persona' | 'text' | 'editedText'> & {
  persona: string | Buffer
  text: string | Buffer
  editedText: string | Buffer | null
}
type StoredAttempt = Omit<Attempt, 'reasons'> & { reasons: string }
type Page = {
  after: number | undefined
  from: number | undefined
  skip: number
  limit: number
  cut: number | undefined
}

type Judgement = Pick<Row, 'id' | 'runId' | 'verdict' | 'discardReason' | 'editedText' | 'note'>
type Tally = Pick<Row, 'state' | 'verdict'> & { edited: boolean; count: number }

/** `discardReason` is what is stored, also beside another verdict than `discarded`. */
export type Verdict = Pick<Row, 'id' | 'verdict' | 'discardReason'>
/** `isInWork`: its text is not written to its end, or about to be replaced. */
type Judged = Verdict & { isInWork: 0 | 1 }
type Store = (verdict: Verdict) => { changes: number }
export type ReasonCount = { reason: Reason; state: ItemState; count: number }

const columnsWith = (text: (column: string) => string) => `
  item.id AS id, run_id AS runId, position, state, reasons, duplicate_of AS duplicateOf, ${text('input_text')} AS persona,
  ${text('text')} AS text, finish_reason AS finishReason, verdict, ${text('edited_text')} AS editedText, note,
  ended_by AS endedBy, iif(verdict = 'discarded', discard_reason, NULL) AS discardReason`

/** Rows of one step, which is some tens of milliseconds of reading, or of writing in one transaction. */
const judgedAtOnce = 2_000
const countedAtOnce = 50_000
const judgedColumns =
  "item.id AS id, verdict, discard_reason AS discardReason, state = 'running' AND passed = 0 AS isInWork"
const noCut = 2 ** 31 - 1
const shownEnds = endStates.filter((state) => state !== 'cancelled')

export function createRowRepository(db: Database, search: WordSearch) {
  const lists = createRowLists(db)
  const itemText = createItemText(db)
  const raiseRevision = createRaiseRevision(db)
  const selectById = db.prepare<[number], StoredRow>(`SELECT ${columnsWith((name) => name)} FROM item WHERE id = ?`)
  const selectByIds = db.prepare<[{ ids: string; cut: number }], CutRow>(`
    SELECT ${columnsWith(cutColumn)}
    FROM json_each(@ids) AS wanted CROSS JOIN item ON item.id = wanted.value ORDER BY wanted.key
  `)
  const selectBefore = db
    .prepare<[number, number], number>(
      'SELECT id FROM item WHERE run_id = ? AND position < ? ORDER BY position DESC LIMIT 1',
    )
    .pluck()
  const selectNewest = db
    .prepare<[number, number], number>(`
      SELECT id FROM item INDEXED BY item_by_end
      WHERE run_id = ? AND ended_by IS NOT NULL AND state <> 'waiting' AND (state <> 'running' OR passed = 1)
      ORDER BY ended_by DESC, id DESC LIMIT ?
    `)
    .pluck()
  // Of rows from a file or an older version nobody knows; they ended in about the order they were planned in.
  const selectLastOf = db
    .prepare<[number, string, number], number>(`
      SELECT id FROM item WHERE run_id = ? AND state = ? AND ended_by IS NULL ORDER BY position DESC LIMIT ?
    `)
    .pluck()
  const selectAttempts = db.prepare<[number], StoredAttempt>(`
    SELECT number, seed, prompt, text, start_length AS startLength, reasoning, finish_reason AS finishReason, reasons,
           prompt_tokens AS promptTokens, tokens, duration_ms AS durationMs, engine
    FROM attempt WHERE item_id = ? ORDER BY step, number
  `)
  const updateJudgement = db.prepare(`
    UPDATE item SET verdict = @verdict, discard_reason = @discardReason, edited_text = @editedText, note = @note
    WHERE id = @id AND (verdict IS NOT @verdict OR discard_reason IS NOT @discardReason
                        OR edited_text IS NOT @editedText OR note IS NOT @note)
  `)
  // A reason stays where it is, and counts again when the verdict is given back.
  const updateVerdict = db.prepare<[Omit<Verdict, 'discardReason'>]>(
    'UPDATE item SET verdict = @verdict WHERE id = @id',
  )
  const restoreVerdict = db.prepare<[Verdict]>(
    'UPDATE item SET verdict = @verdict, discard_reason = @discardReason WHERE id = @id',
  )
  const updateReason = db.prepare<[Omit<Verdict, 'verdict'>]>(
    "UPDATE item SET discard_reason = @discardReason WHERE id = @id AND verdict = 'discarded'",
  )
  const storeSome = db.transaction((runId: number, some: readonly Verdict[], store: Store) => {
    raiseRevision(runId)
    return some.reduce((changed, verdict) => changed + store(verdict).changes, 0)
  })

  /** In pieces, so that the app answers meanwhile; gives how many rows it changed. */
  async function storeAll(runId: number, verdicts: readonly Verdict[], store: Store): Promise<number> {
    let changed = 0
    for (let at = 0; at < verdicts.length; at += judgedAtOnce) {
      changed += storeSome(runId, verdicts.slice(at, at + judgedAtOnce), store)
      await new Promise(setImmediate)
    }
    return changed
  }

  const open = (filter: RowFilter, sort: RowSort = 'planned') => lists.open(withoutWords(filter), { sort })
  const find = (filter: RowFilter, sort: RowSort) => search.find({ of: 'rows', filter, sort })

  /** In the order of the ids, longer texts cut. */
  function byIds(ids: readonly number[], cut: number): Row[] {
    return selectByIds.all({ ids: JSON.stringify(ids), cut }).map(({ persona, text, editedText, ...rest }) =>
      parseReasons({
        ...rest,
        ...{ persona: cutTo(persona, cut), text: cutTo(text, cut) },
        editedText: editedText === null ? null : cutTo(editedText, cut),
      }),
    )
  }

  /** Verdicts of the rows with some ids, in pieces. */
  async function verdictsAmong(filter: RowFilter, ids: ArrayLike<number>): Promise<Judged[]> {
    const among = open(filter).among<Judged>(judgedColumns)
    const found: Judged[] = []
    for (let at = 0; at < ids.length; at += judgedAtOnce) {
      found.push(...among(Array.prototype.slice.call(ids, at, at + judgedAtOnce)))
      await new Promise(setImmediate)
    }
    return found
  }

  return {
    byId(id: number): Row | undefined {
      const row = selectById.get(id)
      return row && parseReasons(row)
    },

    async page(filter: RowFilter, sort: RowSort, { after, from, skip, limit, cut = noCut }: Page) {
      const before = from === undefined || sort !== 'planned' ? undefined : selectBefore.get(filter.runId, from)
      const start = after ?? before
      const list = open(filter, sort)
      const keys = hasWords(filter)
        ? await search.page({ of: 'rows', filter, sort }, { after: start, skip, limit })
        : await pageOf(list, start ?? list.start, skip, limit)
      const rows = byIds(keys.map(idOfKey), cut)
      return { rows, next: keys.length === limit ? (keys.at(-1) ?? null) : null }
    },

    newest(runId: number, limit: number): Row[] {
      const known = selectNewest.all(runId, limit)
      const others = known.length < limit ? shownEnds.flatMap((state) => selectLastOf.all(runId, state, limit)) : []
      return byIds([...known, ...others.sort((one, other) => other - one)].slice(0, limit), noCut)
    },

    async outline(filter: RowFilter, sort: RowSort): Promise<Outline> {
      if (hasWords(filter)) return outlineOfKeys(await find(filter, sort))
      search.wake()
      return outlineOf(open(filter, sort))
    },

    isPartial: lists.isPartial,

    /** Rows of the same run whose texts are like a row's, most alike first. */
    async similar({ id, runId, text, editedText }: Row, atLeast: number, limit: number) {
      const shown = editedText ?? text
      const ids = await search.find({ of: 'similar', runId, rowId: id, text: shown, atLeast })
      const likeness = likenessTo(shown)
      return {
        total: ids.length,
        rows: byIds(Array.from(ids.subarray(0, limit)), noCut).map((row) => ({
          row,
          likeness: likeness(row.editedText ?? row.text),
        })),
      }
    },

    /** How many rows of a list stand before a row; null when it is not in the list. */
    async place(filter: RowFilter, sort: RowSort, id: number): Promise<number | null> {
      const list = open(filter, sort)
      const key = list.keyOf(id)
      if (hasWords(filter)) {
        const at = (await find(filter, sort)).indexOf(key)
        return at < 0 ? null : at
      }
      if (list.count(list.start < key ? key - 1 : key + 1, key) === 0) return null
      return (await countTo(list, key)) - 1
    },

    /** What stands there now; with ids only of those rows. */
    async verdicts(filter: RowFilter, ids: readonly number[] | undefined, exceptIds: readonly number[] = []) {
      const words = hasWords(filter) ? await find(filter, 'planned') : undefined
      if (ids) {
        const among = words && new Set(words)
        return verdictsAmong(filter, among ? ids.filter((id) => among.has(id)) : ids)
      }
      const except = new Set(exceptIds)
      const found: Judged[] = []
      if (words) found.push(...(await verdictsAmong(filter, words)))
      else {
        const list = open(filter)
        const some = list.reading<Judged>(judgedColumns)
        await walk(list, judgedAtOnce, (after, to) => {
          for (const verdict of some(after, to)) found.push(verdict)
        })
      }
      return except.size === 0 ? found : found.filter(({ id }) => !except.has(id))
    },

    /** One verdict for all of them. */
    setVerdict: (runId: number, rows: readonly Verdict[], verdict: Row['verdict']) =>
      storeAll(runId, rows, ({ id }) => updateVerdict.run({ id, verdict })),
    /** One reason for those of them that are discarded now. */
    setReason: (runId: number, rows: readonly Verdict[], discardReason: DiscardReason) =>
      storeAll(runId, rows, ({ id }) => updateReason.run({ id, discardReason })),
    /** To each its own, with its reason. */
    restoreVerdicts: (runId: number, verdicts: readonly Verdict[]) =>
      storeAll(runId, verdicts, restoreVerdict.run.bind(restoreVerdict)),

    attempts: (id: number): Attempt[] => selectAttempts.all(id).map(parseReasons),

    /** Most frequent first; only of rows that came to their end. */
    async reasons(runId: number): Promise<ReasonCount[]> {
      const counts = new Map<string, ReasonCount>()
      const list = lists.open({ runId }, { only: "reasons <> '[]' AND state NOT IN ('waiting', 'running')" })
      const some = list.reading<{ reasons: string; state: ItemState; count: number }>(
        'reasons, state, count(*) AS count',
        'GROUP BY reasons, state',
      )
      await walk(list, countedAtOnce, (after, to) => {
        for (const { reasons, state, count } of some(after, to)) {
          for (const reason of JSON.parse(reasons) as Reason[]) {
            const known = counts.get(`${reason} ${state}`)?.count ?? 0
            counts.set(`${reason} ${state}`, { reason, state, count: known + count })
          }
        }
      })
      return Array.from(counts.values()).sort(
        (one, other) => other.count - one.count || (one.reason < other.reason ? -1 : 1),
      )
    },

    /** In pieces; states and verdicts that no row has are left out. */
    async tally(runId: number): Promise<Tally[]> {
      const counts = new Map<string, Tally>()
      const list = lists.open({ runId })
      const some = list.reading<Omit<Tally, 'edited'> & { edited: number }>(
        `state, verdict, ${isEdited} AS edited, count(*) AS count`,
        'GROUP BY 1, 2, 3',
      )
      await walk(list, countedAtOnce, (after, to) => {
        for (const { state, verdict, edited, count } of some(after, to)) {
          const key = `${state} ${verdict} ${edited}`
          const known = counts.get(key)?.count ?? 0
          counts.set(key, { state, verdict, edited: edited === 1, count: known + count })
        }
      })
      return Array.from(counts.values())
    },

    judge: db.transaction((row: Judgement, isEdit: boolean): void => {
      const update = () => {
        if (updateJudgement.run(row).changes > 0) raiseRevision(row.runId)
      }
      if (isEdit) itemText.change(row.id, update)
      else update()
    }),
  }
}

export type RowRepository = ReturnType<typeof createRowRepository>

function parseReasons<T extends { reasons: string }>(stored: T): Omit<T, 'reasons'> & { reasons: Reason[] } {
  return { ...stored, reasons: JSON.parse(stored.reasons) as Reason[] }
}
