import { Button, FileButton, Progress } from '@mantine/core'
import { IconFileText } from '@tabler/icons-react'
import { useTexts } from '../../locales/use-texts.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { useLostFocus } from '../../ui/use-lost-focus.ts'
import styles from './import-dialog.module.css'

type Props = {
  onChoose: (file: File) => void
  problem: Error | undefined
  uploading: { fileName: string; share: number } | undefined
  onStop: () => void
}

/** First step: a file, chosen or dropped; what is dropped the whole app takes. */
export function ImportFile({ onChoose, problem, uploading, onStop }: Props) {
  const { personaImport: words, format } = useTexts()
  const step = useLostFocus<HTMLDivElement>()

  if (uploading) {
    return (
      <div ref={step} className="stack" role="status">
        <p className="cut">{words.uploading(uploading.fileName, format.share(uploading.share))}</p>
        <Progress value={uploading.share * 100} aria-label={uploading.fileName} />
        <Button className="end" onClick={onStop} data-autofocus>
          {words.stop}
        </Button>
      </div>
    )
  }
  return (
    <div ref={step} className="stack s4">
      {problem && <SayError error={problem} />}
      <div className={styles.drop}>
        <IconFileText size={24} stroke={1.5} aria-hidden />
        <p>{words.chooseLead}</p>
        <FileButton onChange={(file) => file && onChoose(file)} accept=".jsonl,.json,.ndjson,.csv,.tsv,.txt">
          {(props) => (
            <Button {...props} variant="filled" data-autofocus>
              {words.choose}
            </Button>
          )}
        </FileButton>
        <p className="faint sm">{words.formats}</p>
      </div>
    </div>
  )
}
