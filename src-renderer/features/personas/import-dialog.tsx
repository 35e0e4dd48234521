import { Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useDroppedFile } from '../../client/dropped-file.tsx'
import { usePersonaImport } from '../../client/persona-import.tsx'
import { useTexts } from '../../locales/use-texts.tsx'
import { ImportFile } from './import-file.tsx'
import { ImportMappingForm } from './import-mapping.tsx'
import { ImportProgress } from './import-progress.tsx'
import { ImportResultView } from './import-result.tsx'

/** From a file to personas: choose, look, import, see what came of it. Closing does not stop an import. */
export function ImportDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { personaImport: words } = useTexts()
  const { state, choose, start, again } = usePersonaImport()

  useDroppedFile('personas', (file) => {
    // One after the other: what is dropped meanwhile must not take the place of what is running.
    if (state.step !== 'starting' && state.step !== 'running') return choose(file)
    notifications.show({ message: words.oneAtATime(state.fileName, file.name), color: 'red' })
  })

  function close(): void {
    // A result that was seen is done with, and so is a refusal.
    if (state.step === 'done' || state.step === 'choose') again()
    onClose()
  }

  return (
    <Modal opened={opened} onClose={close} title={words.title} size="xl">
      {(state.step === 'choose' || state.step === 'uploading') && (
        <ImportFile
          onChoose={choose}
          problem={state.step === 'choose' ? state.problem : undefined}
          uploading={state.step === 'uploading' ? state : undefined}
          onStop={again}
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
            onAnother={again}
          />
        </div>
      )}
      {state.step === 'running' && <ImportProgress {...state} />}
      {state.step === 'done' && <ImportResultView {...state} onClose={close} onAnother={again} />}
    </Modal>
  )
}
