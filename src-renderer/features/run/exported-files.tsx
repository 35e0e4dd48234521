import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ExportedFile } from '#contract/exports'
import type { Run } from '#contract/runs'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import styles from './run-page.module.css'

const shownAtFirst = 3

/** The files that this dataset was exported to, the newest first, and which of them rows changed since; nothing before the first. */
export function ExportedFiles({ run }: { run: Run }) {
  const words = useTexts().run.exported
  const files = useRequest('export.list', { runId: run.id }, { enabled: Boolean(run.exported) })
  const [isLong, setIsLong] = useState(false)
  if (!run.exported) return null
  return (
    <section className="card stack" aria-labelledby="exported">
      <h2 id="exported">{words.title}</h2>
      <Loaded of={files} lines={2}>
        {(all) => (
          <>
            {all.some(isOld) && <p className="dim">{words.changed(all.filter(isOld).length, all.length)}</p>}
            <ul className="stack s3" aria-labelledby="exported">
              {all.slice(0, isLong ? all.length : shownAtFirst).map((file) => (
                <File key={file.id} file={file} />
              ))}
            </ul>
            {all.length > shownAtFirst && !isLong && (
              <div className="row">
                <Button size="xs" variant="subtle" onClick={() => setIsLong(true)}>
                  {words.earlier(all.length - shownAtFirst)}
                </Button>
              </div>
            )}
          </>
        )}
      </Loaded>
    </section>
  )
}

/** What is there and lacks what was changed in the rows. */
const isOld = ({ standing, isCurrent }: ExportedFile) => standing === 'there' && !isCurrent

function File({ file }: { file: ExportedFile }) {
  const { run, exporting, format } = useTexts()
  const words = run.exported
  const isNarrowed = Object.keys(file.narrowed).length > 0
  return (
    <li className="stack s0">
      <span className={styles.fileName}>{file.fileName}</span>
      <span className="dim sm">{exporting.what(file.rows, exporting.shapes[file.shape], isNarrowed)}</span>
      <div className="row">
        <span className="faint sm">{words.when(format.moment(file.madeAt), isOld(file) ? 'old' : file.standing)}</span>
        {file.standing === 'there' && (
          <CopyButton
            text={file.path}
            label={words.copy}
            aria-label={words.copyOf(file.fileName)}
            variant="subtle"
            className={styles.copy}
          />
        )}
      </div>
    </li>
  )
}
