import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useReducer, useRef } from 'react'
import { AppError } from '#contract/errors'
import type { Input } from '#contract/index'
import { useApi, useConnection, useEvent } from './api.tsx'
import { firstStep, type ImportAction, type ImportState, importReducer } from './import-state.ts'

export type MappingInput = Input<'persona.import'>

type PersonaImport = {
  state: ImportState
  choose: (file: File) => void
  start: (mapping: MappingInput) => void
  /** Forgets what is shown, for another file. */
  again: () => void
}

const PersonaImportContext = createContext<PersonaImport | undefined>(undefined)

/** Keeps the import of personas above the pages: it goes on, and is known, wherever the person is. */
export function PersonaImportProvider({ children }: { children: ReactNode }) {
  const api = useApi()
  const connection = useConnection()
  const [state, update] = useReducer(importReducer, firstStep)
  const sending = useRef<AbortController>(undefined)
  const refuse = (problem: Error) => update({ type: 'refused', problem })

  useEvent('import.progress', (event) => update({ type: 'progress', event }))
  useEvent('import.done', (event) => update({ type: 'ended', event }))

  // Its end may have been told before its id, or while nobody heard.
  const importId = state.step === 'running' ? state.importId : undefined
  const askForEnd = useEffectEvent((id: string) => {
    api.request('import.show', { importId: id }).then(
      ({ end }) => end && update({ type: 'ended', event: { importId: id, ...end } }),
      // Where no answer came, the next connection asks again.
      (problem) => problem instanceof AppError && problem.code === 'not-found' && refuse(problem),
    )
  })
  useEffect(() => {
    if (connection === 'open' && importId !== undefined) askForEnd(importId)
  }, [connection, importId])

  async function choose(file: File): Promise<void> {
    // Another file takes the place of one that is still on its way, or that was refused.
    sending.current?.abort()
    forget()
    const sends = new AbortController()
    sending.current = sends
    const tell = (action: ImportAction) => {
      if (!sends.signal.aborted) update(action)
    }
    const onProgress = (sent: number, total: number) => tell({ type: 'sent', share: total === 0 ? 1 : sent / total })
    update({ type: 'chosen', fileName: file.name })
    try {
      const { fileId } = await api.files.upload(file, { signal: sends.signal, onProgress })
      tell({ type: 'uploaded', fileId })
    } catch (problem) {
      tell({ type: 'refused', problem: problem as Error })
    }
  }

  /** The copy of a file that came to nothing is not kept. */
  function forget(): void {
    if (state.step !== 'mapping') return
    // Where no answer comes, the next start of the app deletes it.
    api.request('import.forget', { fileId: state.fileId }).catch(() => undefined)
  }

  function again(): void {
    sending.current?.abort()
    forget()
    update({ type: 'again' })
  }

  function start(mapping: MappingInput): void {
    update({ type: 'asked' })
    api.request('persona.import', mapping).then((started) => update({ type: 'started', ...started }), refuse)
  }

  return (
    <PersonaImportContext value={{ state, choose: (file) => void choose(file), start, again }}>
      {children}
    </PersonaImportContext>
  )
}

export function usePersonaImport(): PersonaImport {
  const value = useContext(PersonaImportContext)
  if (!value) throw new Error('usePersonaImport needs a PersonaImportProvider above it')
  return value
}
