import { z } from 'zod'
import { Outline, PageStart } from './outline.ts'
import { route } from './route.ts'

export const Persona = z.object({ id: z.int(), text: z.string(), sourceId: z.int() })
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

export const ImportResult = z.object({
  sourceId: z.int().nullable(),
  /** The dataset that was made, when rows were imported. */
  runId: z.int().nullable(),
  lines: z.int(),
  added: z.int(),
  /** Already in the library, or twice in the file. */
  known: z.int(),
  skipped: z.int(),
  /** The first 100. */
  skippedLines: z.array(SkippedLine),
  /** Texts in which a character that cannot be stored became U+FFFD. */
  repaired: z.int(),
})
export type ImportResult = z.infer<typeof ImportResult>

export const Selection = z.object({ id: z.int(), name: z.string(), count: z.int(), createdAt: z.int() })
export type Selection = z.infer<typeof Selection>

export const personaRoutes = {
  /** A keyset page in file order. */
  'persona.page': route({
    input: PersonaFilter.extend({ ...PageStart.shape, limit: z.int().min(1).max(500).default(200) }),
    output: z.object({ personas: z.array(Persona), next: z.int().nullable() }),
  }),
  /** How many there are, and where pages of them can begin. */
  'persona.outline': route({ input: PersonaFilter, output: Outline }),
  'persona.count': route({ input: PersonaFilter, output: z.object({ count: z.int() }) }),
  /** The personas that a run would take, in its order; at most `limit` of them. */
  'persona.sample': route({
    input: PersonaChoice.extend({ limit: z.int().min(1).max(500).default(10) }),
    output: z.array(Persona),
  }),
  'persona.sources': route({ input: z.object({}), output: z.array(PersonaSource) }),
  /** Adds one by hand; one that is there already is returned as it is. */
  'persona.add': route({ input: z.object({ text: z.string().trim().min(1).max(20_000) }), output: Persona }),
  /** Looks at a file without storing anything. */
  'persona.inspect': route({
    input: ImportMapping,
    output: z.object({
      format: FileFormat,
      fields: z.array(z.string()),
      /** The field that will be used, or null where it must be chosen. */
      field: z.string().nullable(),
      /** No name tells the field: it is the one with the longest texts, and somebody should look at the preview. */
      isGuess: z.boolean(),
      preview: z.array(z.object({ line: z.int(), text: z.string() })),
      /** True when the file also holds texts, so that it can come in as a dataset. */
      hasRows: z.boolean(),
    }),
  }),
  /** Starts an import. `asRows` also makes a dataset of the texts (seed's or release's keys). Events tell the rest. */
  'persona.import': route({
    input: ImportMapping.extend({ asRows: z.boolean().default(false) }),
    output: z.object({ importId: z.string() }),
  }),
  'selection.list': route({ input: z.object({}), output: z.array(Selection) }),
  /** Saves the personas of a choice under a name. */
  'selection.create': route({
    input: PersonaChoice.extend({ name: z.string().trim().min(1).max(100) }),
    output: Selection,
  }),
  'selection.remove': route({ input: z.object({ selectionId: z.int() }), output: z.void() }),
}

export const personaEvents = {
  'import.progress': z.object({ importId: z.string(), lines: z.int(), added: z.int(), share: z.number().nullable() }),
  /** Closes every import, however it ended. */
  'import.done': z.object({
    importId: z.string(),
    result: ImportResult.nullable(),
    problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  }),
}
