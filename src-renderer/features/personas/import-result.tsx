import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { ImportResult } from '#contract/personas'
import { useApi } from '../../client/api.tsx'
import { useTexts } from '../../locales/use-texts.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { StateSign } from '../../ui/state-sign.tsx'
import { useLostFocus } from '../../ui/use-lost-focus.ts'
import styles from './import-dialog.module.css'

type Props = {
  fileName: string
  result: ImportResult
  onClose: () => void
  /** The result was seen: the next import begins with a file. */
  onAnother: () => void
}

/** Last step: what came in, what did not and why. */
export function ImportResultView({ fileName, result, onClose, onAnother }: Props) {
  const { personaImport: words, personas } = useTexts()
  const step = useLostFocus<HTMLDivElement>()
  const { added, lines, known, repeated, repaired, skipped, sourceId, runId } = result
  const isDataset = runId !== null && added + known > 0
  const withoutNew = isDataset ? words.doneDataset : words.doneNone
  return (
    <div ref={step} className="stack s4">
      <div className="stack s1" role="status">
        <h3 className="row sect">
          <StateSign state={added > 0 || isDataset ? 'accepted' : 'rejected'} />
          {added > 0 ? words.done(added, lines) : withoutNew}
        </h3>
        {added > 0 && isDataset && <p className="dim">{words.dataset}</p>}
        {known > repeated && <p className="dim">{words.known(known - repeated)}</p>}
        {repeated > 0 && <p className="dim">{words.repeated(repeated)}</p>}
        {repaired > 0 && <p className="dim">{words.repaired(repaired)}</p>}
      </div>
      {skipped > 0 && <SkippedLines fileName={fileName} result={result} />}
      <div className="row wrap">
        <Button onClick={onAnother} data-autofocus={sourceId === null || undefined}>
          {words.another}
        </Button>
        <span className="row end">
          {runId !== null && (
            <LinkButton to="/datasets/$runId" params={{ runId: String(runId) }} onClick={onAnother}>
              {words.openDataset}
            </LinkButton>
          )}
          {sourceId !== null && (
            <>
              <LinkButton to="/personas" search={{ sourceId }} onClick={onClose}>
                {words.show}
              </LinkButton>
              <LinkButton to="/datasets/new" search={{ sourceId }} variant="filled" onClick={onAnother} data-autofocus>
                {personas.use}
              </LinkButton>
            </>
          )}
        </span>
      </div>
    </div>
  )
}

function SkippedLines({ fileName, result }: { fileName: string; result: ImportResult }) {
  const { skipped, skippedLines, skippedFile } = result
  const { personaImport: words, format } = useTexts()
  const isCut = skippedLines.length < skipped
  const left = skipped - skippedFile.lines
  const api = useApi()
  const save = useMutation({
    mutationFn: () => api.files.saveText(skippedName(fileName), skippedFile.text),
  })
  return (
    <div className="stack s1">
      <div className="row">
        <h3>{words.skipped(skipped)}</h3>
        {isCut && <span className="faint sm">{words.skippedShown(skippedLines.length, skipped)}</span>}
        {skippedFile.lines > 0 && (
          <>
            <span className="end cut dim sm" role="status">
              {save.data && words.savedSkipped(save.data)}
            </span>
            <Button
              size="xs"
              leftSection={<IconDownload size={14} stroke={1.5} aria-hidden />}
              loading={save.isPending}
              onClick={() => save.mutate()}
            >
              {words.saveSkipped(skippedFile.lines, skipped)}
            </Button>
          </>
        )}
      </div>
      {skippedFile.lines > 0 && (
        <p className="dim sm">
          {words.saveSkippedHint} {left > 0 && words.saveSkippedRest(left)}
        </p>
      )}
      {save.error && <SayError error={save.error} onClose={save.reset} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable by keyboard */}
      <section className={`card none ${styles.lines}`} tabIndex={0} aria-label={words.skipped(skipped)}>
        <table className="grid">
          <colgroup>
            <col style={{ width: '4rem' }} />
            <col style={{ width: '45%' }} />
            <col />
          </colgroup>
          <thead>
            <tr>
              <th scope="col" className="num">
                {words.columns.line}
              </th>
              <th scope="col">{words.columns.reason}</th>
              <th scope="col">{words.columns.text}</th>
            </tr>
          </thead>
          <tbody>
            {skippedLines.map(({ line, reason, text }) => (
              <tr key={line}>
                <td className="num faint">{format.number(line)}</td>
                <td>{reason}</td>
                <td>
                  <span className={`mono ${styles.clamp}`} dir="auto">
                    {text}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}

/** With the end of the file that they are from, as they stand there. */
function skippedName(fileName: string): string {
  return fileName.replace(/(\.[^.]+)?$/, '.skipped$1')
}
