import { useEffect, useEffectEvent, useReducer } from 'react'
import { AppError } from '#contract/errors'
import type { Input } from '#contract/index'
import { useApi, useConnection, useEvent } from '../../client/api.tsx'
import { useTexts } from '../../locales/use-texts.tsx'
import { noTry, tryReducer } from './try-state.ts'

export const tryCount = 3

export type Tries = ReturnType<typeof useTries>

/** A sample of a few rows, written in front of the person; ended when the page is left. */
export function useTries() {
  const api = useApi()
  const connection = useConnection()
  const { newDataset } = useTexts()
  const [state, dispatch] = useReducer(tryReducer, noTry)

  useEvent('row.delta', (event) => dispatch({ type: 'delta', event, at: Date.now() }))
  useEvent('row.written', (event) => dispatch({ type: 'written', event, at: Date.now() }))
  useEvent('row.changed', (row) => dispatch({ type: 'changed', row, at: Date.now() }))
  useEvent('run.done', (run) => dispatch({ type: 'done', run }))

  // Its end may have been told while nobody heard, and a start of the app forgets what was tried.
  const runId = state.step === 'running' ? state.runId : undefined
  const askForEnd = useEffectEvent((id: number) => {
    api.request('run.show', { runId: id }).then(
      (run) => run.status !== 'running' && dispatch({ type: 'done', run }),
      (error) => {
        // Where no answer came, the next connection asks again.
        if (!(error instanceof AppError) || error.code !== 'not-found') return
        dispatch({ type: 'lost', runId: id, error: new Error(newDataset.tries.lost) })
      },
    )
  })
  useEffect(() => {
    if (connection === 'open' && runId !== undefined) askForEnd(runId)
  }, [connection, runId])

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
