import type { Database } from 'better-sqlite3'
import { AppError } from '#contract/errors'
import type { ExportRequest } from '#contract/exports'
import type { Recipe } from '#contract/recipe'
import { RowFilter } from '#contract/rows'
import { gatherRows } from '../lists/gather-rows.ts'
import { pageOfKeys } from '../lists/outline.ts'
import { hasFacets, hasWords, shownLength, withoutWords } from '../lists/row-list.ts'
import { createRowLists } from '../lists/row-lists.ts'
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
  discard_reason: string | null
  note: string | null
  prompt: string | null
  tried: string | null
  startLength: number | null
  sampling: string | null
  seed: number | null
  tokens: number | null
  engine: string | null
}

/** `edited` is 1 where somebody had changed the text that it came with. */
export type ExportPersona = { text: string; edited: 0 | 1 }
/** `revision` is that of its rows, see migration 13. */
export type RunToExport = { id: number; name: string; total: number; selected: number; revision: number }

export type RunModel = {
  name: string
  fileName: string
  quantization: string
  licence: string
  sha256: string
  /** The user's own; missing where the one of the model's file was used. */
  chatTemplate?: { text: string; sha256: string }
}

/** What is told of a run beside its rows. */
export type RunAbout = {
  template: Recipe | undefined
  model: RunModel | undefined
  states: { state: string; count: number }[]
  sources: { name: string; licence: string; count: number }[]
  engines: string[]
  /** Rows that had come to no good end and were asked for again, which no recipe tells. */
  retried: number
  /** What re-creates the run: settings, and the command for the files beside it. */
  recipe: { format: string; synthetic: true; settings: Record<string, unknown>; command: string }
}

/** What all rows of a run have in common. */
type Asked = { description: string; system: string; taskFor: (persona: string) => string | undefined }
type Snapshot = {
  template?: Recipe
  system?: string
  variables?: Record<string, string>
  small?: boolean
  model?: RunModel
  style?: string
  seed?: string
  attempts?: number
  sampling?: Record<string, number>
}

const pageSize = 500
const usual = `(state = 'accepted' AND coalesce(verdict, 'kept') = 'kept') OR (verdict = 'kept' AND ${shownLength} > 0)`

/** A run's rows for a file, read within one view of the database: what is written meanwhile is not among them. */
export function createExportReader(db: Database, request: ExportRequest) {
  const filter = RowFilter.parse(request)
  const { runId } = filter
  const lists = createRowLists(db)
  const selectRun = db.prepare<[number], { name: string; recipe: string; revision: number }>(
    'SELECT name, recipe, revision FROM run WHERE id = ?',
  )
  const countAll = db.prepare<[number], number>('SELECT count(*) FROM item WHERE run_id = ?').pluck()
  const selectByIds = db.prepare<[string], StoredRow>(`
    SELECT item.position AS position, item.state AS state, item.reasons AS reasons, item.input_text AS persona,
           item.text AS text, item.edited_text AS editedText, item.finish_reason AS finishReason,
           item.verdict AS verdict, iif(item.verdict = 'discarded', item.discard_reason, NULL) AS discard_reason, item.note AS note, attempt.prompt AS prompt, attempt.text AS tried,
           attempt.start_length AS startLength, attempt.sampling AS sampling, attempt.seed AS seed,
           attempt.tokens AS tokens, attempt.engine AS engine
    FROM json_each(?) AS wanted CROSS JOIN item ON item.id = wanted.value LEFT JOIN attempt ON attempt.id =
      (SELECT id FROM attempt WHERE item_id = item.id ORDER BY step DESC, number DESC LIMIT 1)
    ORDER BY wanted.key
  `)

  // As it was edited when the run was planned, whatever became of it afterwards.
  const selectPersonas = db.prepare<[number], ExportPersona>(`
    SELECT input_text AS text, coalesce(
      (SELECT text <> input_text FROM persona_original WHERE key = input_key),
      (SELECT EXISTS (SELECT 1 FROM persona_original WHERE persona_id = persona.id) FROM persona WHERE key = input_key),
      EXISTS (SELECT 1 FROM persona_alias WHERE key = input_key)) AS edited
    FROM item WHERE run_id = ? ORDER BY position
  `)
  const selectStates = db.prepare<[number], { state: string; count: number }>(
    'SELECT state, count(*) AS count FROM item WHERE run_id = ? GROUP BY state ORDER BY count DESC, state',
  )
  const selectSources = db.prepare<[number], { name: string; licence: string; count: number }>(`
    SELECT source.name AS name, source.licence AS licence, count(*) AS count
    FROM item
    JOIN persona ON persona.id = coalesce(
      (SELECT id FROM persona WHERE key = item.input_key),
      (SELECT persona_id FROM persona_alias WHERE key = item.input_key ORDER BY persona_id LIMIT 1))
    JOIN source ON source.id = persona.source_id
    WHERE item.run_id = ? GROUP BY source.id ORDER BY count DESC
  `)
  const selectEngines = db
    .prepare<[number], string>(
      'SELECT DISTINCT engine FROM attempt WHERE item_id IN (SELECT id FROM item WHERE run_id = ?) ORDER BY engine',
    )
    .pluck()
  const countRetried = db
    .prepare<[number], number>("SELECT count(*) FROM item WHERE run_id = ? AND before_retry <> 'cancelled'")
    .pluck()
  let asked: Asked = readAsked({})
  let chosen: ReturnType<typeof openList> | undefined

  /** Their ids: all of them where words are looked for, else page by page. */
  function openList(): { count: () => number; idsAfter: (after: number | undefined) => number[] } {
    if (hasWords(filter)) {
      const ids = gatherRows(db, filter, 'planned')
      return { count: () => ids.length, idsAfter: (after) => pageOfKeys(ids, after, 0, pageSize) }
    }
    const list = lists.open(withoutWords(filter), hasFacets(filter) ? {} : { only: usual })
    return {
      count: () => list.count(list.start, undefined),
      idsAfter: (after) => list.keys(after ?? list.start, undefined, pageSize, 0),
    }
  }

  function readRun(): RunToExport {
    const run = selectRun.get(runId)
    if (!run) throw new AppError('not-found', `There is no dataset ${runId} in this library. Nothing was written.`)
    asked = readAsked(JSON.parse(run.recipe) as Snapshot)
    if (lists.isPartial(filter)) {
      throw new AppError(
        'busy',
        'The words of older rows are still being collected, so not all that fit are found yet. Nothing was written. Try again in a few minutes.',
      )
    }
    chosen = openList()
    const { name, revision } = run
    return { id: runId, name, revision, total: countAll.get(runId) ?? 0, selected: chosen.count() }
  }

  return {
    readRun,

    /** In planned order, one in memory at a time. */
    *rows(): Generator<ExportRow> {
      const { idsAfter } = chosen ?? openList()
      for (let after: number | undefined; ; ) {
        const ids = idsAfter(after)
        for (const row of selectByIds.iterate(JSON.stringify(ids))) yield toExportRow(row, asked)
        if (ids.length < pageSize) return
        after = ids.at(-1)
      }
    },

    /** In planned order, those of rows that were not accepted too. */
    personas: (): Iterable<ExportPersona> => selectPersonas.iterate(runId),

    about(): RunAbout {
      const snapshot = JSON.parse((selectRun.get(runId) as { recipe: string }).recipe) as Snapshot
      return {
        template: snapshot.template,
        model: snapshot.model,
        states: selectStates.all(runId),
        sources: selectSources.all(runId),
        engines: selectEngines.all(runId),
        retried: countRetried.get(runId) as number,
        recipe: describeRecipe(snapshot),
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

/** Where a pack keeps the chat template that the user gave the model. */
export const chatTemplateFile = 'chat-template.jinja'

/** Options of the command line by the names of sampling. */
const samplingOptions: Record<string, string> = {
  temperature: '--temperature',
  topP: '--top-p',
  topK: '--top-k',
  minP: '--min-p',
  repeatPenalty: '--repeat-penalty',
  dryStrength: '--dry',
  maxTokens: '--max-tokens',
}

function describeRecipe({ template: _, model, ...settings }: Snapshot): RunAbout['recipe'] {
  const { style, seed = '0', attempts = 2, sampling = {}, variables = {}, system } = settings
  const modelName = quoteWord(model?.fileName ?? '')
  const options = [
    '--template-file template.yaml --personas personas.jsonl --sample-size 0',
    `--model ${modelName} --style ${style} --seed ${quoteWord(seed)} --attempts ${attempts}`,
    ...Object.entries(sampling).flatMap(([name, value]) =>
      samplingOptions[name] ? `${samplingOptions[name]} ${value}` : [],
    ),
    ...Object.entries(variables).map(([name, value]) => `--var ${quoteWord(`${name}=${value}`)}`),
    ...(system === undefined ? [] : [`--system ${quoteWord(system)}`]),
  ]
  return {
    format: 'persona-loom/dataset@1',
    synthetic: true,
    settings: { model, ...settings },
    command: `${model?.chatTemplate ? `loom models template ${modelName} ./${chatTemplateFile} && ` : ''}loom generate ${options.join(' ')}`,
  }
}

/** As a shell takes it for one word. */
function quoteWord(text: string): string {
  return /^[\w./=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

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
  const { position, state, persona, verdict, discard_reason, note, seed, tokens, engine } = row
  const reasons = (JSON.parse(row.reasons) as string[]).join(' ')
  const prompt = row.prompt ?? ''
  return {
    ...{ position, state, reasons, persona, verdict, discard_reason, note, seed, tokens, engine, prompt, system },
    text: row.editedText ?? row.text,
    isEdited: row.editedText !== null,
    start: (row.tried ?? '').slice(0, row.startLength ?? 0),
    task: taskFor(persona) ?? prompt,
    finish_reason: row.finishReason,
    description: typeof own === 'string' ? own : description,
  }
}
