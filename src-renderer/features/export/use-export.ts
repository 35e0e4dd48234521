import { useRef, useState } from 'react'
import type { ExportRequest, ExportResult } from '#contract/exports'
import type { Input, Payload } from '#contract/index'
import { useApi, useEvent } from '../../client/api.tsx'

type State =
  | { step: 'idle' }
  | { step: 'running'; exportId: string | undefined; rows: number }
  | { step: 'done'; result: ExportResult; downloadError: Error | undefined }
  | { step: 'refused'; error: Error }

export type ExportInput = Input<'export.start'> & Pick<ExportRequest, 'shape' | 'format'>

/** One export, from the press of the button to the file in the person's downloads. */
export function useExport() {
  const api = useApi()
  const [state, setState] = useState<State>({ step: 'idle' })
  /** The end may be told before the answer that names the export. */
  const early = useRef(new Map<string, Payload<'export.done'>>())
  /** Beside the state, because the end may also come before that is drawn. */
  const awaited = useRef<string>(undefined)

  useEvent('export.progress', ({ exportId, rows }) => {
    setState((now) => (now.step === 'running' && now.exportId === exportId ? { ...now, rows } : now))
  })
  useEvent('export.done', (event) => {
    if (awaited.current === event.exportId) void settle(event)
    else early.current.set(event.exportId, event)
  })

  async function start(input: ExportInput): Promise<void> {
    early.current.clear()
    awaited.current = undefined
    setState({ step: 'running', exportId: undefined, rows: 0 })
    try {
      const { exportId } = await api.request('export.start', input)
      awaited.current = exportId
      const ended = early.current.get(exportId)
      if (ended) await settle(ended)
      else setState({ step: 'running', exportId, rows: 0 })
    } catch (error) {
      setState({ step: 'refused', error: error as Error })
    }
  }

  async function settle({ result, problem }: Payload<'export.done'>): Promise<void> {
    awaited.current = undefined
    if (result) await download(result)
    else setState({ step: 'refused', error: new Error(problem?.message ?? '') })
  }

  async function download(result: ExportResult): Promise<void> {
    setState({ step: 'done', result, downloadError: undefined })
    try {
      await api.files.download(result.exportId)
    } catch (error) {
      setState({ step: 'done', result, downloadError: error as Error })
    }
  }

  return { state, start, download, reset: () => setState({ step: 'idle' }) }
}
