import { extname } from 'node:path'
import { exportFormats } from '#contract/export-shapes'
import type { ExportFormat } from '#contract/exports'

/** The kind of file that a name's ending asks for; lines of JSON for all others. */
export function exportFormatOf(path: string): ExportFormat {
  return exportFormats.find((format) => extname(path).toLowerCase() === `.${format}`) ?? 'jsonl'
}
