import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { ExportResult } from '#contract/exports'
import { useTexts } from '../../locales/use-texts.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { StateSign } from '../../ui/state-sign.tsx'
import { useLostFocus } from '../../ui/use-lost-focus.ts'

type Props = {
  result: ExportResult
  /** The person was given the file already. */
  isHandedOut: boolean
  downloadError: Error | undefined
  onDownload: () => void
  onAgain: () => void
  onClose: () => void
}

export function ExportDone({ result, isHandedOut, downloadError, onDownload, onAgain, onClose }: Props) {
  const { exporting: words, format } = useTexts()
  const step = useLostFocus<HTMLDivElement>()
  const { rows, leftOut, guardedCells } = result
  return (
    <div ref={step} className="stack s4">
      <div className="stack s1" role="status">
        <h3 className="row sect">
          <StateSign state="accepted" />
          {words.doneTitle(rows)}
        </h3>
        <p className="dim">
          {words.leftOut(leftOut)} {guardedCells > 0 && words.guarded(guardedCells)}
        </p>
      </div>
      <dl className="facts">
        <dt>{words.file}</dt>
        <dd>{result.fileName}</dd>
        <dt>{words.size}</dt>
        <dd>{format.bytes(result.sizeBytes)}</dd>
        <dt>{isHandedOut && !downloadError ? words.folderToo : words.folder}</dt>
        <dd>{result.path}</dd>
        <dt>{words.checksum}</dt>
        <dd className="mono sm">{result.sha256}</dd>
      </dl>
      {downloadError && <SayError error={downloadError} />}
      <div className="row wrap">
        <Button variant="subtle" onClick={onAgain}>
          {words.other}
        </Button>
        <Button className="end" leftSection={<IconDownload size={16} stroke={1.5} aria-hidden />} onClick={onDownload}>
          {isHandedOut ? words.downloadAgain : words.download}
        </Button>
        <Button variant="filled" onClick={onClose} data-autofocus>
          {words.done}
        </Button>
      </div>
    </div>
  )
}
