import type { ExportResult } from '#contract/exports'
import type { Payload } from '#contract/index'

export type DoneExport = {
  step: 'done'
  name: string
  result: ExportResult
  isHandedOut: boolean
  /** Why the file could not be saved where the person wants it. */
  downloadError: Error | undefined
}

/** The way of one export, from the press of the button to its file. `name` is the dataset's. */
export type ExportState =
  /** Without an id it is asked for, and not yet answered. */
  | { step: 'running'; name: string; exportId: string | undefined; rows: number }
  | DoneExport
  | { step: 'refused'; name: string; error: Error }

/** By dataset, the newest of each. */
export type ExportStates = ReadonlyMap<number, ExportState>

export type ExportAction =
  | { type: 'asked'; runId: number; name: string }
  | { type: 'started'; runId: number; exportId: string }
  | { type: 'refused'; runId: number; error: Error }
  | { type: 'progress'; event: Payload<'export.progress'> }
  | { type: 'ended'; event: Payload<'export.done'> }
  | { type: 'handed-out'; runId: number }
  /** Told also of what was left while it was being saved. */
  | { type: 'unsaved'; runId: number; of: DoneExport; error: Error }
  /** Its dialog is no longer open: what ended there was seen. */
  | { type: 'left'; runId: number }

export const noExports: ExportStates = new Map()

export function exportReducer(states: ExportStates, action: ExportAction): ExportStates {
  const runId = 'runId' in action ? action.runId : runOf(states, action.event.exportId)
  if (runId === undefined) return states
  const before = states.get(runId)
  const after = step(before, action)
  if (after === before) return states
  const next = new Map(states)
  if (after) next.set(runId, after)
  else next.delete(runId)
  return next
}

function step(state: ExportState | undefined, action: ExportAction): ExportState | undefined {
  if (action.type === 'asked') return { step: 'running', name: action.name, exportId: undefined, rows: 0 }
  if (action.type === 'left') return state?.step === 'running' ? state : undefined
  if (action.type === 'handed-out')
    return state?.step === 'done' ? { ...state, isHandedOut: true, downloadError: undefined } : state
  if (action.type === 'unsaved')
    return state?.step === 'running' ? state : { ...action.of, isHandedOut: true, downloadError: action.error }
  if (state?.step !== 'running') return state
  switch (action.type) {
    case 'started':
      return { ...state, exportId: action.exportId }
    case 'refused':
      return { step: 'refused', name: state.name, error: action.error }
    case 'progress':
      return { ...state, rows: action.event.rows }
    case 'ended': {
      const { name } = state
      const { result, problem } = action.event
      if (result) return { step: 'done', name, result, isHandedOut: false, downloadError: undefined }
      return { step: 'refused', name, error: new Error(problem?.message ?? '') }
    }
  }
}

function runOf(states: ExportStates, exportId: string): number | undefined {
  for (const [runId, state] of states) if (state.step === 'running' && state.exportId === exportId) return runId
  return undefined
}
