import { z } from 'zod'
import { exportFields, exportFormats, exportShapes } from './export-shapes.ts'
import { route } from './route.ts'
import { RowFilter } from './rows.ts'

export const ExportShape = z.enum(exportShapes)
export type ExportShape = z.infer<typeof ExportShape>

export type ExportFormat = (typeof exportFormats)[number]

export const ExportField = z.enum(exportFields)
export type ExportField = z.infer<typeof ExportField>

export const ExportMapping = z
  .array(z.object({ key: z.string().trim().min(1).max(100), field: ExportField }))
  .min(1)
  .max(50)
  .refine((entries) => new Set(entries.map(({ key }) => key)).size === entries.length, 'Two fields have one name')
export type ExportMapping = z.infer<typeof ExportMapping>

/** Narrowed by any field of the filter, all rows that fit are taken; else what is accepted and not discarded, or kept. */
export const ExportRequest = RowFilter.extend({
  shape: ExportShape.default('seed'),
  /** The fields of the shape `custom`. */
  mapping: ExportMapping.optional(),
  format: z.enum(exportFormats).default('jsonl'),
  /** Written before cells that a spreadsheet would run as a formula (CSV only; it changes data). */
  formulaGuard: z.boolean().default(true),
  /** One .zip with the rows, a card that describes them, what re-creates them, and checksums. */
  pack: z.boolean().default(false),
  /** Share of the personas whose rows go into a validation file (packs only). */
  validationShare: z.number().default(0),
  /** Where to write; into the library's exports folder where missing. */
  fileId: z.string().optional(),
  force: z.boolean().default(false),
})
  .refine(
    ({ validationShare }) => validationShare >= 0 && validationShare <= 0.5,
    'A validation file takes at most half of the personas. Nothing was written. Give a share from 0 to 0.5, as in 0.1.',
  )
  .refine(
    ({ pack, validationShare }) => pack || validationShare === 0,
    'Only a pack has a validation file. Nothing was written. Export a pack (--pack), or leave the share out.',
  )
export type ExportRequest = z.infer<typeof ExportRequest>

export const ExportResult = z.object({
  exportId: z.string(),
  path: z.string(),
  fileName: z.string(),
  rows: z.int(),
  /** Rows of the run that are not in the file. */
  leftOut: z.int(),
  sizeBytes: z.int(),
  sha256: z.string(),
  /** Cells that got a quote mark in front. */
  guardedCells: z.int(),
})
export type ExportResult = z.infer<typeof ExportResult>

export const ExportEnd = z.object({
  result: ExportResult.nullable(),
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
})
export type ExportEnd = z.infer<typeof ExportEnd>

/** A file that a run was exported to. */
export const ExportedFile = ExportResult.pick({
  path: true,
  fileName: true,
  rows: true,
  leftOut: true,
  sizeBytes: true,
  sha256: true,
}).extend({
  id: z.int(),
  shape: ExportShape,
  format: z.enum(exportFormats),
  pack: z.boolean(),
  /** What its rows were narrowed by; empty where they were those ready to export. */
  narrowed: RowFilter.omit({ runId: true }),
  madeAt: z.int(),
  /** No row was judged, edited or written since its rows were read. */
  isCurrent: z.boolean(),
  /** `replaced`: a later export has written over it. `gone`: it is not where it was written. */
  standing: z.enum(['there', 'replaced', 'gone']),
})
export type ExportedFile = z.infer<typeof ExportedFile>

export const exportRoutes = {
  /** Starts an export. The file appears whole or not at all. Events tell the rest. */
  'export.start': route({ input: ExportRequest, output: z.object({ exportId: z.string() }) }),
  /** How an export ended, for a listener that comes late; null while it runs. */
  'export.show': route({ input: z.object({ exportId: z.string() }), output: z.object({ end: ExportEnd.nullable() }) }),
  /** The first rows as they would stand in the file. */
  'export.preview': route({
    input: ExportRequest,
    output: z.object({ text: z.string(), rows: z.int(), leftOut: z.int() }),
  }),
  /** The files that a run was exported to, newest first; the last 50. */
  'export.list': route({ input: z.object({ runId: z.int() }), output: z.array(ExportedFile) }),
}

export const exportEvents = {
  'export.progress': z.object({ exportId: z.string(), rows: z.int(), share: z.number() }),
  'export.done': ExportEnd.extend({ exportId: z.string() }),
}
