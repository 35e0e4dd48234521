import { useState } from 'react'
import { exportFields, exportFormats, exportShapes, nestedShapes } from '#contract/export-shapes'
import type { ExportFormat, ExportMapping, ExportShape } from '#contract/exports'

export type ExportChoice = { format: ExportFormat; shape: ExportShape; mapping: ExportMapping; pack: boolean }

const storageKey = 'persona-loom.export'

const firstMapping: ExportMapping = [
  { key: 'persona', field: 'persona' },
  { key: 'text', field: 'answer' },
]

/** What a file is to be, as it was for the last one that this browser asked for. */
export function useExportChoice() {
  const [choice, setChoice] = useState(readChoice)
  return {
    choice,
    change: (part: Partial<ExportChoice>): void => setChoice((before) => ({ ...before, ...part })),
    keep: (): void => window.localStorage.setItem(storageKey, JSON.stringify(choice)),
  }
}

/** Whatever is damaged, or no longer to be had, is as at first. */
function readChoice(): ExportChoice {
  const stored = readStored()
  const shape = exportShapes.find((each) => each === stored.shape) ?? 'seed'
  const format = exportFormats.find((each) => each === stored.format) ?? 'jsonl'
  return {
    shape,
    format: format === 'csv' && nestedShapes.includes(shape) ? 'jsonl' : format,
    mapping: isMapping(stored.mapping) ? stored.mapping : firstMapping,
    pack: stored.pack === true,
  }
}

function readStored(): { [N in keyof ExportChoice]?: unknown } {
  try {
    return JSON.parse(window.localStorage.getItem(storageKey) ?? '{}') ?? {}
  } catch {
    return {}
  }
}

function isMapping(stored: unknown): stored is ExportMapping {
  return (
    Array.isArray(stored) &&
    stored.length > 0 &&
    stored.every((each) => typeof each?.key === 'string' && exportFields.includes(each.field))
  )
}
