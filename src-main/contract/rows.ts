import { z } from 'zod'
import { discardReasons } from './discard-reasons.ts'
import { Outline, PageStart } from './outline.ts'
import { route } from './route.ts'
import { copyReasons, Handling, ItemState, Reason } from './runs.ts'

export const Attempt = z.object({
  number: z.int(),
  seed: z.int(),
  prompt: z.string(),
  text: z.string(),
  startLength: z.int(),
  reasoning: z.string(),
  finishReason: z.string(),
  reasons: z.array(Reason),
  promptTokens: z.int(),
  tokens: z.int(),
  durationMs: z.number(),
  engine: z.string(),
})
export type Attempt = z.infer<typeof Attempt>

/** An item with its latest text, whatever its state. */
export const Row = z.object({
  id: z.int(),
  runId: z.int(),
  position: z.int(),
  state: ItemState,
  reasons: z.array(Reason),
  duplicateOf: z.int().nullable(),
  persona: z.string(),
  text: z.string(),
  finishReason: z.string().nullable(),
  verdict: z.enum(['kept', 'discarded']).nullable(),
  /** Only of discarded rows, and of these where a person gave one. */
  discardReason: z.enum(discardReasons).nullable(),
  editedText: z.string().nullable(),
  note: z.string().nullable(),
  /** A number that is the greater the later a row ended; null before, and where it is not known. */
  endedBy: z.int().nullable(),
})
export type Row = z.infer<typeof Row>

/** Which rows of a run are meant; every field narrows. */
export const RowFilter = z.object({
  runId: z.int(),
  states: z.array(ItemState).optional(),
  reason: Reason.optional(),
  /** `none`: nobody has judged it yet. */
  verdict: z.enum(['kept', 'discarded', 'none']).optional(),
  /** Words to find in text or persona (full text; the last word also as a beginning). */
  query: z.string().max(500).optional(),
  /** The same in the persona alone. */
  persona: z.string().max(500).optional(),
  /** Characters of the text as it stands now, edited or not. */
  minLength: z.int().min(0).max(1_000_000).optional(),
  maxLength: z.int().min(0).max(1_000_000).optional(),
  edited: z.boolean().optional(),
  /** Whether a person left a note on it. */
  noted: z.boolean().optional(),
})
export type RowFilter = z.infer<typeof RowFilter>

export const RowCheck = z.object({
  reasons: z.array(Reason),
  /** Lines and words that each row must have, and this text lacks. */
  missing: z.array(z.string()),
  /**
   * What this text has word for word out of what the model read. `example`: the place of that example; undefined for what is
   * copied elsewhere, and for a name of the background that the examples belong to.
   */
  copied: z.array(z.object({ reason: z.enum(copyReasons), text: z.string(), example: z.int().optional() })),
})
export type RowCheck = z.infer<typeof RowCheck>

/** `newest`: those planned last first. */
export const rowSorts = ['planned', 'newest', 'longest', 'shortest'] as const
export const RowSort = z.enum(rowSorts)
export type RowSort = z.infer<typeof RowSort>

export const rowRoutes = {
  /** A keyset page. */
  'row.page': route({
    input: RowFilter.extend({
      ...PageStart.shape,
      sort: RowSort.default('planned'),
      /** In planned order without `after`: begins with the row of this position, or the next that fits. */
      from: z.int().min(0).optional(),
      limit: z.int().min(1).max(500).default(100),
      /** Longer texts and personas are cut after so many characters. */
      cut: z.int().min(0).optional(),
    }),
    output: z.object({ rows: z.array(Row), next: z.int().nullable() }),
  }),
  /** Rows that are written to their end, those first that came to it last. */
  'row.newest': route({
    input: z.object({ runId: z.int(), limit: z.int().min(1).max(100).default(12) }),
    output: z.array(Row),
  }),
  /** How many rows fit, and where pages of them can begin. */
  'row.outline': route({
    input: RowFilter.extend({ sort: RowSort.default('planned') }),
    /** `isPartial`: words of older rows are still being collected, so that more may be found later. */
    output: Outline.extend({ isPartial: z.boolean() }),
  }),
  /** How many rows of a run there are of each state, verdict, and edited or not. */
  'row.tally': route({
    input: z.object({ runId: z.int() }),
    output: z.array(z.object({ state: ItemState, verdict: Row.shape.verdict, edited: z.boolean(), count: z.int() })),
  }),
  /** How many rows of a list stand before a row; null when it is not in the list. */
  'row.place': route({
    input: RowFilter.extend({ sort: RowSort.default('planned'), rowId: z.int() }),
    output: z.object({ at: z.int().nullable() }),
  }),
  'row.show': route({
    input: z.object({ rowId: z.int() }),
    output: z.object({ row: Row, attempts: z.array(Attempt) }),
  }),
  /** Rows of the same run whose texts are like a row's, most alike first. */
  'row.similar': route({
    input: z.object({
      rowId: z.int(),
      /** Least likeness: shared words over all words of both (Jaccard); of answers in JSON only their values count. */
      atLeast: z.number().min(0.1).max(1).default(0.5),
      limit: z.int().min(1).max(100).default(20),
    }),
    /** `total` is how many were found, at most 1,000. `isPartial` as in `row.outline`. */
    output: z.object({
      rows: z.array(z.object({ row: Row, likeness: z.number() })),
      total: z.int(),
      isPartial: z.boolean(),
    }),
  }),
  /** What the checks of its run would have against a row with another text; nothing of it is stored. */
  'row.check': route({
    input: z.object({ rowId: z.int(), text: z.string().max(1_000_000) }),
    output: RowCheck,
  }),
  /** What a person thinks of a row. It never changes the state. */
  'row.judge': route({
    input: z.object({
      rowId: z.int(),
      verdict: z.enum(['kept', 'discarded']).nullable().optional(),
      /** Goes with the verdict: another than `discarded` takes it back. */
      discardReason: z.enum(discardReasons).nullable().optional(),
      editedText: z.string().max(1_000_000).nullable().optional(),
      /** The text that the edit began with: where another one stands there by now, nothing is stored. */
      editedFrom: z.string().optional(),
      note: z.string().max(10_000).nullable().optional(),
      /** As `editedFrom`, for the note; empty where there was none. */
      noteFrom: z.string().optional(),
    }),
    output: Row,
  }),
  /** The same verdict for many rows: those named, or all that fit a filter. Rows that have it already do not count. */
  'row.judgeMany': route({
    input: RowFilter.extend({
      rowIds: z.array(z.int()).max(100_000).optional(),
      /** Rows that fit and are left as they are. */
      exceptIds: z.array(z.int()).max(100_000).optional(),
      verdict: z.enum(['kept', 'discarded']).nullable(),
      /** Narrows by what stands there now; `verdict` is what they get. */
      judged: z.enum(['kept', 'discarded', 'none']).optional(),
    }),
    /** `skipped`: rows that fit and are being written, so that nobody knows yet what would be judged. */
    output: z.object({ changed: z.int(), skipped: z.int(), undoId: z.int() }),
  }),
  /** One reason for all rows that a `row.judgeMany` discarded and that are so still. `row.undo` takes it back with the verdicts. */
  'row.explain': route({
    input: z.object({ undoId: z.int(), discardReason: z.enum(discardReasons) }),
    output: z.object({ changed: z.int() }),
  }),
  /** Gives rows back the verdicts that they had before a `row.judgeMany`. The last few are remembered while the app runs. */
  'row.undo': route({ input: z.object({ undoId: z.int() }), output: z.object({ changed: z.int() }) }),
}

export const rowEvents = {
  /** What came to the rows that are being written since the last one; at most 10 a second. */
  'row.delta': z.object({
    runId: z.int(),
    rows: z.array(z.object({ rowId: z.int(), position: z.int(), persona: z.string(), text: z.string() })),
  }),
  /** A row is written, and waits for those that were planned before it; `row.changed` follows then. */
  'row.written': z.object({ runId: z.int(), rowId: z.int() }),
  /** A row ended or a try failed a check and starts again; it repeats the whole row. */
  'row.changed': Row,
  /** Verdicts, texts or notes of a run's rows were changed, here or in another window, or rows are to be made again. */
  'row.judged': Handling.extend({ runId: z.int() }),
  /** The words of all rows are collected: searches find everything now. */
  'row.indexed': z.object({}),
}
