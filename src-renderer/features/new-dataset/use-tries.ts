import { useEffect, useEffectEvent, useReducer } from 'react'
import type { Input } from '#contract/index'
import { useApi, useEvent } from '../../client/api.tsx'
import { noTry, tryReducer } from './try-state.ts'

export const tryCount = 3

export type Tries = ReturnType<typeof useTries>

/** A sample of a few rows, written in front of the person; ended when the page is left. */
export function useTries() {
  const api = useApi()
  const [state, dispatch] = useReducer(tryReducer, noTry)

  useEvent('row.delta', (event) => dispatch({ type: 'delta', event, at: Date.now() }))
  useEvent('row.changed', (row) => dispatch({ type: 'changed', row, at: Date.now() }))
  useEvent('run.done', (run) => dispatch({ type: 'done', run }))

  async function start(request: Input<'run.start'>): Promise<void> {
    dispatch({ type: 'asked' })
    try {
      const count = Math.min(tryCount, request.personas.count)
      const personas = { ...request.personas, count }
      const { id } = await api.request('run.start', { ...request, personas, purpose: 'try' })
      dispatch({ type: 'started', runId: id })
    } catch (error) {
      dispatch({ type: 'refused', error: error as Error })
    }
  }

  /** Resolves when the tries have ended, so that something else can be started. */
  async function stop(): Promise<void> {
    if (state.step !== 'running' || state.runId === undefined) return
    try {
      await api.request('run.stop', { runId: state.runId })
    } catch (error) {
      dispatch({ type: 'refused', error: error as Error })
    }
  }

  const leave = useEffectEvent(() => void stop())
  useEffect(() => () => leave(), [])

  return { state, start, stop, isBusy: state.step === 'starting' || state.step === 'running' }
}
