import { z } from 'zod'
import { Outline, PageStart } from './outline.ts'
import { personaLengths, personaTextLimit } from './persona-facets.ts'
import { route } from './route.ts'

export const Persona = z.object({
  id: z.int(),
  text: z.string(),
  sourceId: z.int(),
  /** As in BCP 47, `und` where it is not evident; null while an older library is looked through. */
  language: z.string().nullable(),
  length: z.enum(personaLengths).nullable(),
  /** In a dataset, whatever became of its row. Tries do not count. */
  isUsed: z.boolean(),
  isArchived: z.boolean(),
  isEdited: z.boolean(),
})
export type Persona = z.infer<typeof Persona>

export const PersonaSource = z.object({
  id: z.int(),
  name: z.string(),
  kind: z.enum(['starter', 'file', 'manual']),
  licence: z.string(),
  count: z.int(),
  addedAt: z.int(),
})
export type PersonaSource = z.infer<typeof PersonaSource>

/** Which personas are meant; every field narrows. An empty filter is the whole library. */
export const PersonaFilter = z.object({
  /** Words to find (full text; the last word also as a beginning). */
  query: z.string().max(500).optional(),
  sourceId: z.int().optional(),
  selectionId: z.int().optional(),
  /** Any of them. */
  languages: z
    .array(
      z
        .string()
        .regex(/^([a-z]{2}|und)$/, 'A language has two letters, as in en; und stands for one that is not evident.'),
    )
    .max(100)
    .optional(),
  lengths: z.array(z.enum(personaLengths)).max(personaLengths.length).optional(),
  used: z.boolean().optional(),
  /** The archived ones alone; without it they are left out. */
  archived: z.boolean().optional(),
})
export type PersonaFilter = z.infer<typeof PersonaFilter>

/** First `count` in file order, or in the order of a seeded shuffle. 0 means all. */
export const PersonaChoice = PersonaFilter.extend({
  count: z.int().min(0),
  shuffleSeed: z.string().max(100).optional(),
})
export type PersonaChoice = z.infer<typeof PersonaChoice>

export const FileFormat = z.enum(['jsonl', 'csv', 'text'])
export type FileFormat = z.infer<typeof FileFormat>

/** How a file becomes personas. `field` is a column's name, or a pattern such as "{name}, {age}". */
export const ImportMapping = z.object({
  fileId: z.string(),
  /** The name shown for it; the file's own where missing. */
  name: z.string().max(200).optional(),
  format: FileFormat.optional(),
  field: z.string().max(2000).optional(),
  licence: z.string().max(200).optional(),
})
export type ImportMapping = z.infer<typeof ImportMapping>

/** A line that was left out. `line` counts from 1. */
export const SkippedLine = z.object({ line: z.int(), reason: z.string(), text: z.string() })
export type SkippedLine = z.infer<typeof SkippedLine>

/** A line before the import; `reason` where it will be left out, `knownFrom` where its persona is there before it. */
export const PreviewLine = z.object({
  line: z.int(),
  text: z.string(),
  reason: z.string().nullable(),
  knownFrom: z.enum(['library', 'file']).optional(),
  /** Where in the file it stood first, of one known from there. */
  firstLine: z.int().optional(),
})
export type PreviewLine = z.infer<typeof PreviewLine>

export const ImportResult = z.object({
  sourceId: z.int().nullable(),
  /** The dataset that was made, when rows were imported. */
  runId: z.int().nullable(),
  lines: z.int(),
  added: z.int(),
  /** Already in the library, or twice in the file. */
  known: z.int(),
  /** Those of them that stand further up in the file. */
  repeated: z.int(),
  skipped: z.int(),
  /** The first 100. */
  skippedLines: z.array(SkippedLine),
  /**
   * All that were skipped, as they stand in the file, behind its header where it is a table, so that they can be mended
   * and imported again. Up to a megabyte; `lines` says how many they are.
   */
  skippedFile: z.object({ text: z.string(), lines: z.int() }),
  /** Texts in which a character that cannot be stored became U+FFFD. */
  repaired: z.int(),
})
export type ImportResult = z.infer<typeof ImportResult>

export const ImportEnd = z.object({
  result: ImportResult.nullable(),
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
})
export type ImportEnd = z.infer<typeof ImportEnd>

/** `count` is of those that are not archived. */
export const Selection = z.object({ id: z.int(), name: z.string(), count: z.int(), createdAt: z.int() })
export type Selection = z.infer<typeof Selection>

/** What a filter would find with one of its parts changed: each group counts as if nothing of its own were chosen. */
export const PersonaFacetCounts = z.object({
  sources: z.array(z.object({ sourceId: z.int(), count: z.int() })),
  /** Most frequent first. */
  languages: z.array(z.object({ language: z.string(), count: z.int() })),
  lengths: z.array(z.object({ length: z.enum(personaLengths), count: z.int() })),
  used: z.object({ yes: z.int(), no: z.int() }),
  archived: z.object({ yes: z.int(), no: z.int() }),
  /** Language, length and use of an older library are still being worked out: what is counted by them grows. */
  isPartial: z.boolean(),
})
export type PersonaFacetCounts = z.infer<typeof PersonaFacetCounts>

/** A persona with what stood there before it was edited. */
export const PersonaDetail = Persona.extend({
  original: z.object({ text: z.string(), editedAt: z.int() }).nullable(),
})
export type PersonaDetail = z.infer<typeof PersonaDetail>

const PersonaText = z
  .string()
  .trim()
  .min(1, 'A persona needs a text. Nothing was changed.')
  .max(
    personaTextLimit,
    `A persona that is written by hand has at most ${personaTextLimit.toLocaleString('en')} characters. Nothing was changed.`,
  )

/** All that fit the filter but for `exceptIds`; with `personaIds` those alone, whether they fit or not. */
const WhichPersonas = PersonaFilter.extend({
  personaIds: z.array(z.int()).max(100_000).optional(),
  exceptIds: z.array(z.int()).max(100_000).optional(),
})
export type WhichPersonas = z.infer<typeof WhichPersonas>
const Changed = z.object({ changed: z.int(), undoId: z.int() })

export const personaRoutes = {
  /** A keyset page in file order. Longer texts are cut after `cut` characters; `persona.show` has all of them. */
  'persona.page': route({
    input: PersonaFilter.extend({
      ...PageStart.shape,
      limit: z.int().min(1).max(500).default(200),
      cut: z.int().min(1).max(100_000).default(4_000),
    }),
    output: z.object({ personas: z.array(Persona), next: z.int().nullable() }),
  }),
  /** How many there are, and where pages of them can begin. */
  'persona.outline': route({ input: PersonaFilter, output: Outline }),
  'persona.count': route({ input: PersonaFilter, output: z.object({ count: z.int() }) }),
  'persona.facets': route({ input: PersonaFilter, output: PersonaFacetCounts }),
  /** Those from one to another, both among them, in the filter's order; at most 100,000. */
  'persona.range': route({
    input: PersonaFilter.extend({ fromId: z.int(), toId: z.int() }),
    output: z.object({ ids: z.array(z.int()) }),
  }),
  'persona.show': route({ input: z.object({ personaId: z.int() }), output: PersonaDetail }),
  /** The personas that a run would take, in its order; at most `limit` of them. */
  'persona.sample': route({
    input: PersonaChoice.extend({ limit: z.int().min(1).max(500).default(10) }),
    output: z.array(Persona),
  }),
  'persona.sources': route({ input: z.object({}), output: z.array(PersonaSource) }),
  /**
   * Adds one by hand; one that is there already is returned as it is, and comes back where it was archived. `stood` tells
   * where it was before.
   */
  'persona.add': route({
    input: z.object({ text: PersonaText }),
    output: Persona.extend({ stood: z.enum(['nowhere', 'library', 'archive']) }),
  }),
  /** Changes its text. The first one is kept; rows that were made stay as they are. Refuses another persona's text. */
  'persona.edit': route({
    input: z.object({
      personaId: z.int(),
      text: PersonaText,
      /** The text that was changed: where another one stands there by now, nothing is stored. */
      editedFrom: z.string().optional(),
    }),
    output: PersonaDetail,
  }),
  /** Back to the text that it came with. `editedFrom` as of an edit. */
  'persona.revert': route({
    input: z.object({ personaId: z.int(), editedFrom: z.string().optional() }),
    output: PersonaDetail,
  }),
  /** Leaves them out of every list, count and choice that does not ask for them; nothing is deleted. */
  'persona.archive': route({ input: WhichPersonas, output: Changed }),
  /** Brings archived ones back. Without `personaIds` the filter asks for `archived`. */
  'persona.restore': route({ input: WhichPersonas, output: Changed }),
  /** Takes an `archive` or a `restore` back; the last 20 can be. */
  'persona.undo': route({ input: z.object({ undoId: z.int() }), output: z.object({ changed: z.int() }) }),
  /** Looks at the beginning of a file without storing anything. `asRows` as of an import. */
  'persona.inspect': route({
    input: ImportMapping.extend({ asRows: z.boolean().default(false) }),
    output: z.object({
      format: FileFormat,
      fields: z.array(z.string()),
      /** The field that will be used, or null where it must be chosen. */
      field: z.string().nullable(),
      /** No name tells the field: it is the one with the longest texts, and somebody should look at the preview. */
      isGuess: z.boolean(),
      /** The first ten lines; of one that will be left out what stands there, and why. Empty until a field is chosen. */
      preview: z.array(PreviewLine),
      /** Of the lines behind these, as far as the file was looked at, those that will be left out or bring nobody new. */
      further: z.array(PreviewLine),
      /** Of the lines that were looked at: so many bring a persona that is in the library, or earlier in the file. */
      known: z.object({ library: z.int(), file: z.int() }),
      /** So many lines were looked at; with `isWhole` the file has no more. */
      looked: z.int(),
      isWhole: z.boolean(),
      /** True when the file also holds texts, so that it can come in as a dataset. */
      hasRows: z.boolean(),
    }),
  }),
  /** Starts an import. `asRows` also makes a dataset of the texts (seed's or release's keys). Events tell the rest. */
  'persona.import': route({
    input: ImportMapping.extend({ asRows: z.boolean().default(false) }),
    output: z.object({ importId: z.string() }),
  }),
  /** How an import ended, for who may have missed the event; null while it runs. The last 20 are remembered. */
  'import.show': route({ input: z.object({ importId: z.string() }), output: z.object({ end: ImportEnd.nullable() }) }),
  /** A file that was chosen is not needed any more: what a browser sent is deleted, a file of one's own stays. */
  'import.forget': route({ input: z.object({ fileId: z.string() }), output: z.void() }),
  'selection.list': route({ input: z.object({}), output: z.array(Selection) }),
  /** Saves the personas of a choice under a name; with `personaIds` or `exceptIds` as `persona.archive` takes them. */
  'selection.create': route({
    input: PersonaChoice.extend({ ...WhichPersonas.shape, name: z.string().trim().min(1).max(100) }),
    output: Selection,
  }),
  'selection.remove': route({ input: z.object({ selectionId: z.int() }), output: z.void() }),
}

export const personaEvents = {
  /** Language, length and use of all personas of an older library are known now. */
  'persona.indexed': z.object({}),
  /** How far archiving or restoring many has come: up to five a second, none for a few. */
  'persona.marking': z.object({ done: z.int(), planned: z.int() }),
  'import.progress': z.object({ importId: z.string(), lines: z.int(), added: z.int(), share: z.number().nullable() }),
  /** Closes every import, however it ended. */
  'import.done': ImportEnd.extend({ importId: z.string() }),
}
