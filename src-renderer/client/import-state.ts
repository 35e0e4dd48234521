import type { Payload } from '#contract/index'
import type { ImportResult } from '#contract/personas'

/** The way of one import, from the file to its result. */
export type ImportState =
  | { step: 'choose'; problem?: Error | undefined }
  | { step: 'uploading'; fileName: string; share: number }
  | { step: 'mapping'; fileName: string; fileId: string; problem?: Error | undefined }
  /** Asked for, and not yet answered. An end that is told before the id is asked for again. */
  | { step: 'starting'; fileName: string; fileId: string }
  | {
      step: 'running'
      fileName: string
      fileId: string
      importId: string
      lines: number
      added: number
      share: number | null
    }
  | { step: 'done'; fileName: string; result: ImportResult }

export type ImportAction =
  | { type: 'chosen'; fileName: string }
  | { type: 'sent'; share: number }
  | { type: 'uploaded'; fileId: string }
  | { type: 'refused'; problem: Error }
  | { type: 'asked' }
  | { type: 'started'; importId: string }
  | { type: 'progress'; event: Payload<'import.progress'> }
  | { type: 'ended'; event: Payload<'import.done'> }
  | { type: 'again' }

export const firstStep: ImportState = { step: 'choose' }

export function importReducer(state: ImportState, action: ImportAction): ImportState {
  switch (action.type) {
    case 'chosen':
      return { step: 'uploading', fileName: action.fileName, share: 0 }
    case 'sent':
      return state.step === 'uploading' ? { ...state, share: action.share } : state
    case 'uploaded':
      if (state.step !== 'uploading') return state
      return { step: 'mapping', fileName: state.fileName, fileId: action.fileId }
    case 'refused':
      // A refused import leaves the file and its columns chosen, so that one thing can be changed.
      if ('fileId' in state)
        return { step: 'mapping', fileName: state.fileName, fileId: state.fileId, problem: action.problem }
      return { step: 'choose', problem: action.problem }
    case 'asked':
      return state.step === 'mapping' ? { step: 'starting', fileName: state.fileName, fileId: state.fileId } : state
    case 'started':
      if (state.step !== 'starting') return state
      return { ...state, step: 'running', importId: action.importId, lines: 0, added: 0, share: null }
    case 'progress': {
      if (state.step !== 'running' || state.importId !== action.event.importId) return state
      const { lines, added, share } = action.event
      return { ...state, lines, added, share }
    }
    case 'ended':
      if (state.step !== 'running' || state.importId !== action.event.importId) return state
      return settle(state, action.event)
    case 'again':
      return firstStep
  }
}

function settle(state: { fileName: string; fileId: string }, { result, problem }: Payload<'import.done'>): ImportState {
  const { fileName, fileId } = state
  if (result) return { step: 'done', fileName, result }
  return { step: 'mapping', fileName, fileId, problem: new Error(problem?.message ?? '') }
}
