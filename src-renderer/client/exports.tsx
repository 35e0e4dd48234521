import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useReducer } from 'react'
import { AppError } from '#contract/errors'
import type { ExportRequest } from '#contract/exports'
import type { Input } from '#contract/index'
import { useApi, useConnection, useEvent } from './api.tsx'
import { type ExportStates, exportReducer, noExports } from './export-state.ts'

export type ExportInput = Input<'export.start'> & Pick<ExportRequest, 'runId' | 'shape' | 'format'>

type Exports = {
  states: ExportStates
  /** `name` is the dataset's, for the notice at the end. */
  start: (name: string, input: ExportInput) => void
  /** Hands a finished file to the person. */
  download: (runId: number) => void
  /** Forgets what ended in a dialog that is no longer open. */
  leave: (runId: number) => void
}

const ExportsContext = createContext<Exports | undefined>(undefined)

/** Keeps exports above the pages: they go on, and are known, wherever the person is. */
export function ExportsProvider({ children }: { children: ReactNode }) {
  const api = useApi()
  const connection = useConnection()
  const [states, update] = useReducer(exportReducer, noExports)

  useEvent('export.progress', (event) => update({ type: 'progress', event }))
  useEvent('export.done', (event) => update({ type: 'ended', event }))

  // Their ends may have been told before their ids, or while nobody heard.
  const running = Array.from(states.values(), (state) => (state.step === 'running' ? (state.exportId ?? '') : ''))
  const runningIds = running.filter(Boolean).join(' ')
  const askForEnd = useEffectEvent((exportId: string) => {
    api.request('export.show', { exportId }).then(
      ({ end }) => end && update({ type: 'ended', event: { exportId, ...end } }),
      (problem) => {
        // Where no answer came, the next connection asks again.
        if (!(problem instanceof AppError) || problem.code !== 'not-found') return
        update({ type: 'ended', event: { exportId, result: null, problem } })
      },
    )
  })
  useEffect(() => {
    if (connection === 'open' && runningIds) for (const id of runningIds.split(' ')) askForEnd(id)
  }, [connection, runningIds])

  function start(name: string, input: ExportInput): void {
    const { runId } = input
    update({ type: 'asked', runId, name })
    api.request('export.start', input).then(
      ({ exportId }) => update({ type: 'started', runId, exportId }),
      (error) => update({ type: 'refused', runId, error }),
    )
  }

  function download(runId: number): void {
    const state = states.get(runId)
    if (state?.step !== 'done') return
    update({ type: 'handed-out', runId })
    api.files.download(state.result.exportId).catch((error) => update({ type: 'unsaved', runId, of: state, error }))
  }

  const leave = (runId: number) => update({ type: 'left', runId })

  return <ExportsContext value={{ states, start, download, leave }}>{children}</ExportsContext>
}

export function useExports(): Exports {
  const value = useContext(ExportsContext)
  if (!value) throw new Error('useExports needs an ExportsProvider above it')
  return value
}
