import { Modal } from '@mantine/core'
import { useEffect, useEffectEvent } from 'react'
import type { RowFilter } from '#contract/rows'
import { useExports } from '../../client/exports.tsx'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { ExportDone } from './export-done.tsx'
import { ExportForm } from './export-form.tsx'

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
  const isOpen = opened && !run?.removedAt
  const { data: files } = useRequest('export.list', { runId }, { enabled: isOpen && Boolean(run?.exported) })
  const { states, start, download, leave } = useExports()
  const state = states.get(runId)
  const name = run?.name ?? datasets.crumb

  // A file that is being written goes on, and is found again when the dialog opens.
  const forget = useEffectEvent((id: number) => leave(id))
  useEffect(() => (opened ? () => forget(runId) : undefined), [opened, runId])

  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size={state?.step === 'done' ? '46rem' : '64rem'}
      title={words.title(name)}
    >
      {state?.step === 'done' ? (
        <ExportDone {...state} onDownload={() => download(runId)} onAgain={() => leave(runId)} onClose={onClose} />
      ) : (
        <ExportForm
          filter={filter}
          last={files?.[0]}
          running={state?.step === 'running' ? state.rows : undefined}
          error={state?.step === 'refused' ? state.error : undefined}
          onStart={(input) => start(name, input)}
          onClose={onClose}
        />
      )}
    </Modal>
  )
}
