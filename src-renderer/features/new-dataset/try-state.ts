import type { Payload } from '#contract/index'
import type { Row } from '#contract/rows'
import type { ItemState, Reason, Run } from '#contract/runs'

export type TryRow = {
  runId: number
  rowId: number
  position: number
  persona: string
  text: string
  state: ItemState
  reasons: Reason[]
  /** When its first words came, and when its last: from then on it may be in line behind those planned before it. */
  beganAt: number
  endedAt: number | undefined
}

/** One sample run. Its events may come before the answer that names it, so all are kept until then. */
export type TryState = {
  step: 'idle' | 'starting' | 'running' | 'ended'
  runId: number | undefined
  rows: TryRow[]
  ended: Run[]
  error: Error | undefined
}

export type TryAction =
  | { type: 'asked' }
  | { type: 'started'; runId: number }
  | { type: 'refused'; error: Error }
  | { type: 'delta'; event: Payload<'row.delta'>; at: number }
  | { type: 'written'; event: Payload<'row.written'>; at: number }
  | { type: 'changed'; row: Row; at: number }
  | { type: 'done'; run: Run }
  /** Nobody knows of it any more: its words stay, and it can be asked for again. */
  | { type: 'lost'; runId: number; error: Error }

export const noTry: TryState = { step: 'idle', runId: undefined, rows: [], ended: [], error: undefined }

export function tryReducer(state: TryState, action: TryAction): TryState {
  const hears = (runId: number) => state.step === 'starting' || (state.step === 'running' && state.runId === runId)
  switch (action.type) {
    case 'asked':
      return { ...noTry, step: 'starting' }
    case 'started': {
      if (state.step !== 'starting') return state
      const isOver = state.ended.some(({ id }) => id === action.runId)
      const rows = state.rows.filter(({ runId }) => runId === action.runId)
      return { ...state, step: isOver ? 'ended' : 'running', runId: action.runId, rows }
    }
    case 'refused':
      return { ...state, step: state.step === 'starting' ? 'idle' : state.step, error: action.error }
    case 'delta':
      return hears(action.event.runId) ? { ...state, rows: withPieces(state.rows, action.event, action.at) } : state
    case 'written':
      return { ...state, rows: state.rows.map((row) => withEnd(row, action.event, action.at)) }
    case 'changed':
      return hears(action.row.runId) ? { ...state, rows: withRow(state.rows, action.row, action.at) } : state
    case 'done':
      if (!hears(action.run.id)) return state
      return state.step === 'starting'
        ? { ...state, ended: [...state.ended, action.run] }
        : { ...state, step: 'ended', rows: state.rows.map(settle) }
    case 'lost':
      if (state.step !== 'running' || state.runId !== action.runId) return state
      return { ...state, step: 'ended', rows: state.rows.map(settle), error: action.error }
  }
}

// A row that was mid-sentence when the tries were stopped keeps its words and is no longer written. What was against an
// earlier try of it says nothing of them.
function settle(row: TryRow): TryRow {
  // It passed, and only waited for those before it.
  if (row.state === 'running' && row.endedAt !== undefined) return { ...row, state: 'accepted' }
  return isOpen(row) ? { ...row, state: 'cancelled', reasons: [] } : row
}

const isOpen = ({ state }: Pick<TryRow, 'state'>) => state === 'running' || state === 'waiting'

function withEnd(row: TryRow, { runId, rowId }: Payload<'row.written'>, at: number): TryRow {
  return row.runId === runId && row.rowId === rowId ? { ...row, endedAt: at } : row
}

function withPieces(rows: TryRow[], { runId, rows: pieces }: Payload<'row.delta'>, at: number): TryRow[] {
  const next = new Map(rows.map((row) => [row.rowId, row]))
  for (const { rowId, position, persona, text } of pieces) {
    const known = next.get(rowId)
    const fresh = { runId, rowId, position, persona, reasons: [], beganAt: at, endedAt: undefined }
    next.set(rowId, { ...(known ?? fresh), state: 'running', text: textSoFar(known) + text })
  }
  return inOrder(next)
}

/** One that went back in line begins anew. */
function textSoFar(known: TryRow | undefined): string {
  return known === undefined || known.state === 'waiting' ? '' : known.text
}

function withRow(rows: TryRow[], row: Row, at: number): TryRow[] {
  const next = new Map(rows.map((each) => [each.rowId, each]))
  const known = next.get(row.id)
  const beganAt = known?.beganAt ?? at
  next.set(row.id, {
    runId: row.runId,
    rowId: row.id,
    position: row.position,
    persona: row.persona,
    // A try that failed a check starts again from nothing; one that was cut off keeps its words until then.
    text: row.state === 'waiting' ? textSoFar(known) : isOpen(row) ? '' : row.text,
    state: row.state,
    reasons: row.reasons,
    beganAt,
    endedAt: isOpen(row) ? undefined : (known?.endedAt ?? at),
  })
  return inOrder(next)
}

function inOrder(rows: Map<number, TryRow>): TryRow[] {
  return Array.from(rows.values()).sort((one, other) => one.position - other.position)
}
