import { z } from 'zod'
import { Recipe } from './recipe.ts'

/**
 * How a text holds examples: parted by blank lines, one a line, parted so that blank lines may stand inside them (by lines
 * of dashes, wider gaps or what each begins with), as JSON values, or as a table with a header.
 */
export const ExampleShape = z.enum(['paragraphs', 'lines', 'sections', 'jsonl', 'csv'])
export type ExampleShape = z.infer<typeof ExampleShape>

/** What sections were told by: lines of dashes or the like, gaps of two lines or more, or what each of them begins with. */
export const SectionParting = z.enum(['rules', 'gaps', 'beginnings'])
export type SectionParting = z.infer<typeof SectionParting>

export const FoundExample = z.object({
  /** Where it begins, counted from 1. */
  line: z.int(),
  /** What stands there, cut where it is long. */
  text: z.string(),
  /** Why it is left out, as a sentence; null where it is of use. */
  problem: z.string().nullable(),
})
export type FoundExample = z.infer<typeof FoundExample>

/** What the examples are, as far as their own form tells. `label`: what their common beginning calls them. */
export const TextKind = z.enum([
  'question',
  'exchange',
  'conversation',
  'letter',
  'steps',
  'list',
  'sentence',
  'short-text',
  'text',
  'long-text',
  'label',
  'record',
])
export type TextKind = z.infer<typeof TextKind>

/** One thing that was read off the examples and stands in the draft. */
export const DraftNote = z.discriminatedUnion('key', [
  z.object({ key: z.literal('kind'), kind: TextKind, label: z.string() }),
  /** What begins every example; it is written in for every row. */
  z.object({ key: z.literal('start'), text: z.string() }),
  /** Words of the shortest example, behind its start. */
  z.object({ key: z.literal('min-words'), count: z.int() }),
  /** What lines of every example begin with. */
  z.object({ key: z.literal('labels'), labels: z.array(z.string()) }),
  /** Sentences that every example has. */
  z.object({ key: z.literal('phrases'), phrases: z.array(z.string()) }),
  /** Of people and places, which rows must not take over. */
  z.object({ key: z.literal('names'), names: z.array(z.string()) }),
  /** BCP 47; null where it is not evident. */
  z.object({ key: z.literal('language'), code: z.string().nullable() }),
  /** Named fields that every example has. */
  z.object({ key: z.literal('fields'), fields: z.array(z.string()) }),
  /** In half of the examples or more. */
  z.object({ key: z.literal('fields-optional'), fields: z.array(z.string()) }),
  /** In fewer. */
  z.object({ key: z.literal('fields-left-out'), fields: z.array(z.string()) }),
  z.object({ key: z.literal('choices'), field: z.string(), values: z.array(z.string()) }),
  /** Whether the examples came with their personas. */
  z.object({ key: z.literal('personas'), missing: z.int(), whole: z.int() }),
  /** Longer answers than usual are allowed. */
  z.object({ key: z.literal('max-tokens'), count: z.int() }),
])
export type DraftNote = z.infer<typeof DraftNote>

export const DraftRequest = z.object({
  from: z.union([z.object({ text: z.string() }), z.object({ fileId: z.string() })]),
  /** What the template is called and, in its task, what it makes. */
  name: z.string().trim().max(100).default(''),
  /** As it seems to be unless it is named. */
  shape: ExampleShape.optional(),
})

export const TemplateDraft = z.object({
  shape: ExampleShape,
  /** Null for other shapes, and where nothing parts it. */
  parting: SectionParting.nullable(),
  /** The first of them. */
  examples: z.array(FoundExample),
  /** All that were found, and those that are of use. */
  found: z.int(),
  usable: z.int(),
  /** Why there is no draft, as a sentence. */
  problem: z.string().nullable(),
  draft: z.object({ recipe: Recipe, notes: z.array(DraftNote) }).nullable(),
})
export type TemplateDraft = z.infer<typeof TemplateDraft>
