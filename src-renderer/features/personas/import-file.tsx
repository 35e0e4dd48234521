import { Button, FileButton, Progress } from '@mantine/core'
import { IconFileText } from '@tabler/icons-react'
import { type DragEvent, useState } from 'react'
import { useTexts } from '../../locales/use-texts.tsx'
import { SayError } from '../../ui/say-error.tsx'
import styles from './import-dialog.module.css'

type Props = {
  onChoose: (file: File) => void
  problem: Error | undefined
  uploading: { fileName: string; share: number } | undefined
}

/** First step: a file, chosen or dropped. */
export function ImportFile({ onChoose, problem, uploading }: Props) {
  const { personaImport: words, format } = useTexts()
  const [isOver, setIsOver] = useState(false)

  function drop(event: DragEvent): void {
    event.preventDefault()
    setIsOver(false)
    const file = event.dataTransfer.files[0]
    if (file) onChoose(file)
  }

  if (uploading) {
    return (
      <div className="stack" role="status">
        <p className="cut">{words.uploading(uploading.fileName, format.share(uploading.share))}</p>
        <Progress value={uploading.share * 100} aria-label={uploading.fileName} />
      </div>
    )
  }
  return (
    <div className="stack s4">
      {problem && <SayError error={problem} />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button inside is the first */}
      <div
        className={`${styles.drop} ${isOver ? styles.over : ''}`}
        onDragOver={(event) => {
          event.preventDefault()
          setIsOver(true)
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
      >
        <IconFileText size={24} stroke={1.5} aria-hidden />
        <p>{isOver ? words.drop : words.chooseLead}</p>
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
