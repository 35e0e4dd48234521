import { z } from 'zod'
import { PersonaChoice } from './personas.ts'
import { PromptStyle } from './recipe.ts'
import { route } from './route.ts'
import { Sampling, SamplingChoice } from './sampling.ts'

export const endStates = ['accepted', 'rejected', 'duplicate', 'failed', 'cancelled'] as const
export const itemStates = ['waiting', 'running', ...endStates] as const
export const ItemState = z.enum(itemStates)
export type ItemState = z.infer<typeof ItemState>
export type EndState = (typeof endStates)[number]
/** How a row ended that is no good one: these `run.retry` makes again. */
export const badStates = endStates.filter((state) => state !== 'accepted')
export type BadState = (typeof badStates)[number]

/** What a row has word for word that it should not. */
export const copyReasons = [
  'copied-example',
  'copied-name',
  'copied-instructions',
  'copied-background',
  'copied-persona',
] as const
export type CopyReason = (typeof copyReasons)[number]

/** Why a row was not accepted. The words for each stand in the locale files. */
export const reasons = [
  'cut-off',
  'repetition',
  'empty',
  'no-start',
  'too-short',
  'bad-json',
  'wrong-form',
  'missing-part',
  ...copyReasons,
  'same-text',
  'prompt-too-long',
  'model-crashed',
  'timed-out',
  'stopped',
  'generation-failed',
] as const
export const Reason = z.enum(reasons)
export type Reason = z.infer<typeof Reason>

export const RunStatus = z.enum(['running', 'paused', 'finished', 'stopped'])
export type RunStatus = z.infer<typeof RunStatus>

export const RunRequest = z.object({
  name: z.string().trim().max(200).optional(),
  /** A try is a short run that lists leave out. */
  purpose: z.enum(['dataset', 'try']).default('dataset'),
  personas: PersonaChoice,
  /** One of the library's templates, or one read from a file for this run alone. */
  template: z.union([z.object({ key: z.string() }), z.object({ fileId: z.string(), only: z.string().optional() })]),
  modelSha256: z.string(),
  style: PromptStyle.optional(),
  system: z.string().max(20_000).optional(),
  variables: z.record(z.string(), z.string()).default({}),
  sampling: SamplingChoice.prefault({}),
  seed: z.string().max(100).default('0'),
  /** Rows written at once; chosen for the model where missing. */
  parallel: z.int().min(1).max(64).optional(),
  /** Tries a row may have: the first and its retries. */
  attempts: z.int().min(1).max(10).default(2),
  /** Where the rows go when the run ends; kept with the run. Command line only. */
  output: z.object({ fileId: z.string(), force: z.boolean().default(false) }).optional(),
})
export type RunRequest = z.infer<typeof RunRequest>

export const RunCounts = z.object({
  planned: z.int(),
  waiting: z.int(),
  running: z.int(),
  accepted: z.int(),
  rejected: z.int(),
  duplicate: z.int(),
  failed: z.int(),
  cancelled: z.int(),
})
export type RunCounts = z.infer<typeof RunCounts>

/** While a run is made, those of this sitting; else as it was planned. */
export const RowsAtOnce = z.object({
  parallel: z.int(),
  /** So many were wanted, where memory was free for fewer; null where all of them fit. */
  wantedParallel: z.int().nullable(),
})
export type RowsAtOnce = z.infer<typeof RowsAtOnce>

/** Where a person decided otherwise than the checks: passed rows discarded, which an export leaves out, and others kept, which it takes. */
export const Overruled = z.object({
  discarded: z.int(),
  kept: z.int(),
  /** The kept ones by the state that the checks gave them. */
  keptFrom: z.partialRecord(z.enum(badStates), z.int()),
})
export type Overruled = z.infer<typeof Overruled>

/** The newest file that a dataset was exported to, and whether all its files still stand for its rows. */
export const Exported = z.object({
  /** So many exports there were. */
  count: z.int(),
  rows: z.int(),
  fileName: z.string(),
  madeAt: z.int(),
  /**
   * No row was judged, edited or written since the rows of any file were read that was not written over. One that was
   * moved or deleted counts too: a list of datasets looks at no disk.
   */
  isCurrent: z.boolean(),
})
export type Exported = z.infer<typeof Exported>

/** What people made of a run's rows. */
export const Handling = z.object({
  overruled: Overruled,
  /** Rows whose text a person changed. */
  edited: z.int(),
  /** Null before the first export. */
  exported: Exported.nullable(),
})
export type Handling = z.infer<typeof Handling>

export const Run = z.object({
  id: z.int(),
  name: z.string(),
  status: RunStatus,
  /** A sentence on why it is paused, or what went wrong with the output file; null otherwise. */
  notice: z.string().nullable(),
  /** The error code behind the notice, for programs. */
  noticeCode: z.string().nullable(),
  templateKey: z.string(),
  templateName: z.string(),
  modelName: z.string(),
  modelSha256: z.string(),
  /** As the model's file says: Q4_K_M; empty for rows that came in from a file. */
  modelQuantization: z.string(),
  style: PromptStyle,
  /** What its template writes in before the model goes on, so that all texts begin with it; empty where lines have names. */
  start: z.string(),
  seed: z.string(),
  ...RowsAtOnce.shape,
  sampling: Sampling,
  counts: RunCounts,
  ...Handling.shape,
  tokens: z.int(),
  /** Time in which rows were being written, over all sittings. */
  seconds: z.number(),
  /** Set when a run was picked up after an unexpected end: how many rows were safe, how many are made again. */
  recovered: z.object({ kept: z.int(), again: z.int() }).nullable(),
  outputPath: z.string().nullable(),
  createdAt: z.int(),
  endedAt: z.int().nullable(),
  /** When it went into the bin; null where it lies in none. */
  removedAt: z.int().nullable(),
})
export type Run = z.infer<typeof Run>

/** When a step begins, in milliseconds of writing since the first row, and its rate; null for a pause, however long it was. */
export const PacePoint = z.object({ at: z.int(), tokensPerSecond: z.number().nullable() })
export type PacePoint = z.infer<typeof PacePoint>

export const Progress = z.object({
  runId: z.int(),
  status: RunStatus,
  counts: RunCounts,
  /** Rows that ended, or that are finished and wait for the rows planned before them. */
  written: z.int(),
  /** Words have come since the model was loaded: before, it is loaded and reads. */
  hasBegun: z.boolean(),
  ...RowsAtOnce.shape,
  tokens: z.int(),
  seconds: z.number(),
  /** Over the last minute; null before the first row. */
  tokensPerSecond: z.number().nullable(),
  rowsPerMinute: z.number().nullable(),
  /** Seconds left, from and to; null while nothing is known. */
  eta: z.object({ fromSeconds: z.number(), toSeconds: z.number() }).nullable(),
})
export type Progress = z.infer<typeof Progress>

/** What a run was told beside its template and settings. */
export const RunRecipe = z.object({
  personas: PersonaChoice,
  /** Of the list or the selection of that choice; null where none was chosen, or where it is gone. */
  listName: z.string().nullable(),
  /** In the order of the template: the name of a choice, or else a text. */
  variables: z.array(z.object({ label: z.string(), choice: z.string().nullable(), text: z.string() })),
})
export type RunRecipe = z.infer<typeof RunRecipe>

const RunId = z.object({ runId: z.int() })

export const runRoutes = {
  /** What a run would be, before anything is stored: counts, and an estimate where this machine was measured. */
  'run.estimate': route({
    input: RunRequest,
    output: z.object({
      items: z.int(),
      style: PromptStyle,
      /** As asked for; null when it will be chosen for the model and the free memory. */
      parallel: z.int().nullable(),
      /** Null where no run with this model was measured here. */
      duration: z.object({ fromSeconds: z.number(), toSeconds: z.number() }).nullable(),
      rowsPerMinute: z.number().nullable(),
      /**
       * So many of its rows an earlier dataset made of the same personas and settings: they come again word for word. Of
       * more than 5,000 personas (fewer where several datasets come into question) only one of the same choice counts.
       */
      repeated: z.int(),
    }),
  }),
  /** Plans, stores and starts a run; it is refused before anything is stored when it cannot work. Events tell the rest. */
  'run.start': route({ input: RunRequest, output: Run }),
  'run.pause': route({ input: RunId, output: z.void() }),
  'run.resume': route({ input: RunId, output: Run }),
  /**
   * One more try for every row of an ended run that is not good: rejected, duplicate, failed, or never made. Rows that
   * a person judged or edited stay as they are.
   */
  'run.retry': route({ input: RunId, output: Run }),
  /** Ends a run: what is open becomes cancelled, what is there stays. */
  'run.stop': route({ input: RunId, output: z.void() }),
  'run.show': route({ input: RunId, output: Run }),
  /** Null for rows that came in from a file. */
  'run.recipe': route({ input: RunId, output: RunRecipe.nullable() }),
  'run.rename': route({ input: RunId.extend({ name: z.string().trim().min(1).max(200) }), output: z.void() }),
  /**
   * Puts a dataset that is not being written into the bin: lists, counts and searches leave it out, and what would change
   * or export it is refused. Nothing of it goes.
   */
  'run.remove': route({ input: RunId, output: z.void() }),
  /** Puts it back, as it was. */
  'run.restore': route({ input: RunId, output: z.void() }),
  /**
   * Takes one that is in the bin away for good: it is hidden at once, and its rows go little by little, also after the
   * next start. Personas, templates and exported files stay.
   */
  'run.erase': route({ input: RunId, output: z.void() }),
  /** Newest first; `before` is the last id of the page before. */
  'run.list': route({
    input: z.object({
      before: z.int().optional(),
      limit: z.int().min(1).max(200).default(50),
      /** Only those made with this template; empty: those that came in from a file. */
      templateKey: z.string().optional(),
      /** Only those whose name holds each of these words somewhere. */
      query: z.string().max(500).optional(),
      /** Only those that are running or paused. */
      isOpen: z.boolean().default(false),
      /** Those in the bin, in place of those that are not. */
      isRemoved: z.boolean().default(false),
    }),
    output: z.object({ runs: z.array(Run), next: z.int().nullable() }),
  }),
  /** The templates that datasets were made with, by name, each with how many; the empty key as in `run.list`. */
  'run.templates': route({
    input: z.object({}),
    output: z.array(z.object({ key: z.string(), name: z.string(), count: z.int() })),
  }),
  /** How the run stands now, for a listener that comes late. */
  'run.progress': route({ input: RunId, output: Progress }),
  /** How fast it was written, in equal steps of the time of writing; empty where that took a moment only. */
  'run.pace': route({ input: RunId, output: z.array(PacePoint) }),
  /** Why rows were not accepted, most frequent first; only rows that came to their end. */
  'run.reasons': route({
    input: RunId,
    output: z.array(z.object({ reason: Reason, state: ItemState, count: z.int() })),
  }),
}

export const runEvents = {
  'run.progress': Progress,
  /** Closes every sitting of a run: finished, paused or stopped. Repeats the whole run. */
  'run.done': Run,
  'run.renamed': z.object({ runId: z.int(), name: z.string() }),
  /** Went into the bin, or came back: then `removedAt` is null. */
  'run.removed': z.object({ runId: z.int(), removedAt: z.int().nullable() }),
  'run.erased': z.object({ runId: z.int() }),
  /** Nothing is left of any erased dataset; where that could not be done yet, `problem` says so in a sentence. */
  'run.swept': z.object({ problem: z.string().nullable() }),
}
