import { Modal } from '@mantine/core'
import type { RowFilter } from '#contract/rows'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { ExportDone } from './export-done.tsx'
import { ExportForm } from './export-form.tsx'
import { useExport } from './use-export.ts'

type Props = {
  runId: number
  /** What the rows of the page behind are narrowed by. */
  filter?: RowFilter
  opened: boolean
  onClose: () => void
}

/** A dataset as a file: what stands in it, how many rows, its first row; then the file itself. */
export function ExportDialog({ runId, filter = { runId }, opened, onClose }: Props) {
  const { exporting: words, datasets } = useTexts()
  const { data: run } = useRequest('run.show', { runId }, { enabled: opened })
  const { state, start, download, reset } = useExport()

  function close(): void {
    // A file that is being written goes on, and is found again when the dialog opens.
    if (state.step !== 'running') reset()
    onClose()
  }

  return (
    <Modal
      opened={opened}
      onClose={close}
      size={state.step === 'done' ? '46rem' : '64rem'}
      title={words.title(run?.name ?? datasets.crumb)}
    >
      {state.step === 'done' ? (
        <ExportDone
          result={state.result}
          downloadError={state.downloadError}
          onDownload={() => void download(state.result)}
          onAgain={reset}
          onClose={close}
        />
      ) : (
        <ExportForm
          filter={filter}
          running={state.step === 'running' ? state.rows : undefined}
          error={state.step === 'refused' ? state.error : undefined}
          onStart={(input) => void start(input)}
          onCancel={close}
        />
      )}
    </Modal>
  )
}
