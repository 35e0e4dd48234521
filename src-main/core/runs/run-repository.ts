import type { Database } from 'better-sqlite3'
import type { Output } from '#contract/index'
import {
  type BadState,
  type Handling,
  type ItemState,
  itemStates,
  type Run,
  type RunCounts,
  type RunStatus,
} from '#contract/runs'
import { usualSampling } from '#contract/sampling'
import { nextRunId } from '../db/next-run-id.ts'
import { createItemText } from '../lists/item-text.ts'
import { unmarkUnused } from '../lists/persona-use.ts'
import { holdsWords } from './holds-words.ts'
import type { PlannedItem } from './item-ledger.ts'
import type { RunSnapshot } from './run-snapshot.ts'

/** Why a run is paused, or what went wrong at its end. */
export type RunProblem = { code: string; message: string }
export type RunOutput = { path: string; force: boolean; sha256: string | null }

export type StoredRun = {
  id: number
  name: string
  purpose: 'dataset' | 'try' | 'import'
  status: RunStatus
  notice: string | null
  noticeCode: string | null
  recipe: string
  modelSha256: string
  templateHash: string
  output: string | null
  recovered: string | null
  tokens: number
  activeMs: number
  createdAt: number
  endedAt: number | null
  removedAt: number | null
}

type RunPage = {
  before: number
  limit: number
  templateKey: string | null
  query: string
  isOpen: boolean
  isRemoved: boolean
}
type TemplateUse = Output<'run.templates'>[number]

const isStored = "purpose <> 'try' AND status <> 'planning' AND is_erased = 0"
const isDataset = `${isStored} AND removed_at IS NULL`
/** Empty for what came in from a file. */
const templateKey = "coalesce(recipe ->> '$.template.key', '')"
const columns = `id, name, purpose, status, notice, notice_code AS noticeCode, recipe, model_sha256 AS modelSha256, template_hash AS templateHash,
  output, recovered, tokens, active_ms AS activeMs, created_at AS createdAt, ended_at AS endedAt, removed_at AS removedAt`

export function createRunRepository(db: Database) {
  const itemText = createItemText(db)
  // What SQLite itself calls alike ends with the letters of English.
  db.function('holds_words', { deterministic: true }, (name, words) =>
    holdsWords(String(name), String(words)) ? 1 : 0,
  )
  /** What is finished stays as it is until it is asked for again; counting a million rows takes 50 ms. */
  const endedCounts = new Map<number, RunCounts>()
  const insert = db.prepare(`
    INSERT INTO run (id, name, purpose, status, recipe, model_sha256, template_hash, output, created_at)
    VALUES (${nextRunId}, @name, @purpose, 'planning', @recipe, @modelSha256, @templateHash, @output, @createdAt)
  `)
  const selectById = db.prepare<[number], StoredRun>(
    `SELECT ${columns} FROM run WHERE id = ? AND status <> 'planning' AND is_erased = 0`,
  )
  const selectPage = db.prepare<
    Omit<RunPage, 'isOpen' | 'isRemoved'> & { isOpen: 0 | 1; isRemoved: 0 | 1 },
    StoredRun
  >(`
    SELECT ${columns} FROM run
    WHERE id < @before AND ${isStored} AND (removed_at IS NOT NULL) = @isRemoved AND (@templateKey IS NULL OR ${templateKey} = @templateKey)
      AND (@query = '' OR holds_words(name, @query))
      AND (@isOpen = 0 OR status IN ('running', 'paused'))
    ORDER BY id DESC LIMIT @limit
  `)
  const selectTemplates = db.prepare<[], TemplateUse>(`
    SELECT ${templateKey} AS key, coalesce(recipe ->> '$.template.name', '') AS name, count(*) AS count, max(id) AS newest
    FROM run WHERE ${isDataset} GROUP BY 1 ORDER BY name, key
  `)
  const selectCounts = db.prepare<[number], { state: ItemState; count: number }>(`
    SELECT state, count(*) AS count FROM item WHERE run_id = ? GROUP BY state
  `)
  const selectOverruled = db.prepare<
    [number],
    { verdict: 'discarded'; state: null; count: number } | { verdict: 'kept'; state: BadState; count: number }
  >(`
    SELECT verdict, iif(verdict = 'kept', state, NULL) AS state, count(*) AS count FROM item INDEXED BY item_judged
    WHERE run_id = ? AND verdict IS NOT NULL
      -- Those in line behind rows planned before them have passed too.
      AND iif(verdict = 'kept', state NOT IN ('accepted', 'waiting', 'running'),
              state = 'accepted' OR (state = 'running' AND passed = 1))
    GROUP BY 1, 2
  `)
  const selectEdited = db
    .prepare<[number], number>(
      'SELECT count(*) FROM item INDEXED BY item_edited WHERE run_id = ? AND edited_text IS NOT NULL',
    )
    .pluck()
  const updateStatus = db.prepare(`
    UPDATE run SET status = @status, notice = @notice, notice_code = @noticeCode, ended_at = @endedAt,
      -- That it was cut off is news until it rests or ends by other means.
      recovered = iif(@status = 'running', recovered, NULL)
    WHERE id = @id
  `)
  const updateName = db.prepare<{ id: number; name: string }>('UPDATE run SET name = @name WHERE id = @id')
  const updateOutput = db.prepare('UPDATE run SET output = ? WHERE id = ?')
  const addWork = db.prepare(
    'UPDATE run SET tokens = tokens + @tokens, active_ms = active_ms + @activeMs WHERE id = @id',
  )
  const selectCount = db.prepare<[], number>(`SELECT count(*) FROM run WHERE ${isDataset}`).pluck()
  const selectNamed = db.prepare<[string], number>(`SELECT 1 FROM run WHERE ${isDataset} AND name = ? LIMIT 1`).pluck()
  const selectNewestWith = db.prepare<[string, string], StoredRun>(`
    SELECT ${columns} FROM run WHERE ${isDataset} AND model_sha256 = ? AND template_hash = ? ORDER BY id DESC LIMIT 20
  `)
  const selectMade = db
    .prepare<[runId: number, inputKey: Buffer, inputText: string, examples: string], number>(`
      SELECT 1 FROM item
      WHERE run_id = ? AND input_kind = 'persona' AND input_key = ? AND input_text = ? AND examples = ?
        AND state <> 'cancelled'
      LIMIT 1
    `)
    .pluck()
  const selectMeanSpeed = db
    .prepare<[string], number | null>(`
      SELECT sum(tokens) * 1000.0 / sum(active_ms) FROM (
        SELECT tokens, active_ms FROM run WHERE model_sha256 = ? AND purpose <> 'import' AND active_ms > 0
        ORDER BY id DESC LIMIT 20)
    `)
    .pluck()
  const selectSpeeds = db.prepare<
    { modelSha256: string },
    { templateHash: string; status: RunStatus; parallel: number; activeMs: number; tokens: number; ended: number }
  >(`
    SELECT template_hash AS templateHash, status, coalesce(recipe ->> 'parallel', 1) AS parallel,
           active_ms AS activeMs, tokens,
           (SELECT count(*) FROM item WHERE run_id = run.id
              -- Those in line behind rows planned before them are written too.
              AND (state NOT IN ('waiting', 'running', 'cancelled') OR (state = 'running' AND passed = 1))) AS ended
    FROM run WHERE model_sha256 = @modelSha256 AND purpose <> 'import' AND active_ms > 0 AND is_erased = 0 ORDER BY id DESC LIMIT 20
  `)

  return {
    add: (run: {
      name: string
      purpose: 'dataset' | 'try'
      snapshot: RunSnapshot
      templateHash: string
      output: RunOutput | null
      createdAt: number
    }): number =>
      Number(
        insert.run({
          name: run.name,
          purpose: run.purpose,
          recipe: JSON.stringify(run.snapshot),
          modelSha256: run.snapshot.model.sha256,
          templateHash: run.templateHash,
          output: run.output && JSON.stringify(run.output),
          createdAt: run.createdAt,
        }).lastInsertRowid,
      ),

    find: (id: number): StoredRun | undefined => selectById.get(id),
    page: (page: RunPage): StoredRun[] =>
      selectPage.all({ ...page, isOpen: page.isOpen ? 1 : 0, isRemoved: page.isRemoved ? 1 : 0 }),
    /** Named as in the newest dataset of each. */
    templates: (): TemplateUse[] => selectTemplates.all().map(({ key, name, count }) => ({ key, name, count })),

    counts({ id, status }: Pick<StoredRun, 'id' | 'status'>): RunCounts {
      const known = endedCounts.get(id)
      if (known) return known
      const counts = { planned: 0, ...Object.fromEntries(itemStates.map((state) => [state, 0])) } as RunCounts
      for (const { state, count } of selectCounts.all(id)) {
        counts[state] = count
        counts.planned += count
      }
      if (status === 'finished') endedCounts.set(id, counts)
      return counts
    },

    overruled(id: number): Run['overruled'] {
      const overruled: Run['overruled'] = { discarded: 0, kept: 0, keptFrom: {} }
      for (const { verdict, state, count } of selectOverruled.all(id)) {
        overruled[verdict] += count
        if (state) overruled.keptFrom[state] = count
      }
      return overruled
    },

    countEdited: (id: number): number => selectEdited.get(id) as number,

    setStatus(id: number, status: RunStatus, problem: RunProblem | null, endedAt: number | null = null): void {
      endedCounts.delete(id)
      updateStatus.run({ id, status, notice: problem?.message ?? null, noticeCode: problem?.code ?? null, endedAt })
    },
    /** Tells whether there is such a run. */
    rename: (id: number, name: string): boolean => updateName.run({ id, name }).changes > 0,
    /** Of what is erased: its number may be another's. */
    forget: (id: number): void => void endedCounts.delete(id),
    setOutput: (id: number, output: RunOutput): void => void updateOutput.run(JSON.stringify(output), id),
    addWork: (id: number, tokens: number, activeMs: number): void =>
      void addWork.run({ id, tokens, activeMs: Math.max(0, Math.round(activeMs)) }),

    /** Datasets, without tries and those in the bin. */
    count: (): number => selectCount.get() as number,

    /** Whether a dataset has this name. */
    isNamed: (name: string): boolean => selectNamed.get(name) !== undefined,

    /** The newest datasets that a model made with a template as it stands. */
    newestWith: (modelSha256: string, templateHash: string): StoredRun[] =>
      selectNewestWith.all(modelSha256, templateHash),

    /** How many of some planned items one of these runs has made or will make: of the same text, with the same examples. */
    countMade: (runIds: readonly number[], items: readonly PlannedItem[]): number =>
      items.filter(({ inputKey, inputText, examples }) => {
        const drawn = JSON.stringify(examples)
        return runIds.some((runId) => selectMade.get(runId, inputKey, inputText, drawn) !== undefined)
      }).length,

    /** Tokens a second in the newest runs with a model, so that a short one counts for little; null before the first. */
    measuredSpeed: (modelSha256: string): number | null => selectMeanSpeed.get(modelSha256) ?? null,

    /** What the newest runs with a model took here: the ground of every estimate. */
    speeds: (modelSha256: string) => selectSpeeds.all({ modelSha256 }),

    /** Puts right what a killed process left: half-planned runs go, running ones wait for their resume, tries go, and nobody waits for power any more. */
    recover: db.transaction((): void => {
      const gone = "SELECT id FROM run WHERE status = 'planning' OR purpose = 'try'"
      db.exec(unmarkUnused("run_id IN (SELECT id FROM run WHERE status = 'planning')"))
      itemText.drop(gone)
      db.exec(`DELETE FROM attempt WHERE item_id IN (SELECT id FROM item WHERE run_id IN (${gone}));
               UPDATE item SET state = 'cancelled', duplicate_of = NULL WHERE run_id IN (${gone});
               DELETE FROM item WHERE run_id IN (${gone}); DELETE FROM run WHERE id IN (${gone});`)
      db.exec(`
        UPDATE run SET status = 'paused', recovered = (
          SELECT json_object(
            'kept', count(*) FILTER (WHERE state NOT IN ('waiting', 'running') OR passed = 1),
            -- Some in line for a free place count as running too.
            'again', min(
              count(*) FILTER (WHERE state = 'running' AND passed = 0), coalesce(run.recipe ->> 'parallel', count(*))))
          FROM item WHERE run_id = run.id)
        WHERE status = 'running';
        UPDATE item SET state = 'waiting' WHERE state = 'running' AND passed = 0;
        UPDATE run SET notice = NULL, notice_code = NULL WHERE status = 'paused' AND notice_code = 'power';
      `)
    }),
  }
}

export type RunRepository = ReturnType<typeof createRunRepository>

/** A run as it is shown. An imported dataset has no model and no template. */
export function toRun(stored: StoredRun, counts: RunCounts, handling: Handling): Run {
  const snapshot = JSON.parse(stored.recipe) as Partial<RunSnapshot>
  const step = snapshot.template?.steps[0]
  const output = stored.output ? (JSON.parse(stored.output) as RunOutput) : null
  return {
    id: stored.id,
    name: stored.name,
    status: stored.status,
    notice: stored.notice,
    noticeCode: stored.noticeCode,
    templateKey: snapshot.template?.key ?? '',
    templateName: snapshot.template?.name ?? '',
    modelName: snapshot.model?.name ?? '',
    modelSha256: stored.modelSha256,
    modelQuantization: snapshot.model?.quantization ?? '',
    style: snapshot.style ?? 'zero-shot',
    start: step && !step.output.labels ? step.start : '',
    seed: snapshot.seed ?? '',
    parallel: snapshot.parallel ?? 1,
    wantedParallel: snapshot.wantedParallel ?? null,
    sampling: { ...usualSampling, ...snapshot.sampling },
    counts,
    ...handling,
    tokens: stored.tokens,
    seconds: stored.activeMs / 1000,
    recovered: stored.recovered ? JSON.parse(stored.recovered) : null,
    outputPath: output?.path ?? null,
    createdAt: stored.createdAt,
    endedAt: stored.endedAt,
    removedAt: stored.removedAt,
  }
}
