import { Modal } from '@mantine/core'
import { useReducer } from 'react'
import { useApi, useEvent } from '../../client/api.tsx'
import { useDroppedFile } from '../../client/dropped-file.tsx'
import { useTexts } from '../../locales/use-texts.tsx'
import { ImportFile } from './import-file.tsx'
import { ImportMappingForm, type MappingInput } from './import-mapping.tsx'
import { ImportProgress } from './import-progress.tsx'
import { ImportResultView } from './import-result.tsx'
import { firstStep, importReducer } from './import-state.ts'

/** From a file to personas: choose, look, import, see what came of it. Closing does not stop an import. */
export function ImportDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { personaImport: words } = useTexts()
  const api = useApi()
  const [state, update] = useReducer(importReducer, firstStep)
  const refuse = (problem: Error) => update({ type: 'refused', problem })

  useEvent('import.progress', (event) => update({ type: 'progress', event }))
  useEvent('import.done', (event) => update({ type: 'ended', event }))

  function choose(file: File): void {
    update({ type: 'chosen', fileName: file.name })
    api.files
      .upload(file, { onProgress: (sent, total) => update({ type: 'sent', share: total === 0 ? 1 : sent / total }) })
      .then(({ fileId }) => update({ type: 'uploaded', fileId }), refuse)
  }

  useDroppedFile('personas', choose)

  function start(mapping: MappingInput): void {
    update({ type: 'asked' })
    api.request('persona.import', mapping).then(({ importId }) => update({ type: 'started', importId }), refuse)
  }

  function close(): void {
    if (state.step === 'done') update({ type: 'again' })
    onClose()
  }

  return (
    <Modal opened={opened} onClose={close} title={words.title} size="xl">
      {(state.step === 'choose' || state.step === 'uploading') && (
        <ImportFile
          onChoose={choose}
          problem={state.step === 'choose' ? state.problem : undefined}
          uploading={state.step === 'uploading' ? state : undefined}
        />
      )}
      {/* Stays while the import runs, so that a refusal finds the chosen columns as they were. */}
      {'fileId' in state && (
        <div hidden={state.step === 'running'}>
          <ImportMappingForm
            key={state.fileId}
            fileId={state.fileId}
            fileName={state.fileName}
            problem={state.step === 'mapping' ? state.problem : undefined}
            isStarting={state.step === 'starting'}
            onStart={start}
            onAnother={() => update({ type: 'again' })}
          />
        </div>
      )}
      {state.step === 'running' && <ImportProgress {...state} />}
      {state.step === 'done' && (
        <ImportResultView {...state} onClose={close} onAnother={() => update({ type: 'again' })} />
      )}
    </Modal>
  )
}
