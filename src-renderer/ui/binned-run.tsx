import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import type { Run } from '#contract/runs'
import { useTexts } from '../locales/use-texts.tsx'
import { SayError } from './say-error.tsx'

/** What becomes of datasets in the bin. */
export type Bin = {
  /** Of the last step that was refused. */
  error: Error | null
  isErasing: boolean
  reset: () => void
  restore: (run: Run) => void
  /** `done` hears once it is hidden for good. */
  erase: (run: Run, done: () => void) => void
}

/** In place of the views of a dataset that lies in the bin. */
export function BinnedRun({ run, bin, onErased }: { run: Run; bin: Bin; onErased: () => void }) {
  const { datasets, format } = useTexts()
  const words = datasets.bin
  const [isAsking, setIsAsking] = useState(false)
  return (
    <section className="card stack s4 narrow" aria-labelledby="binned">
      <div className="stack s1">
        <h2 id="binned" className="sect">
          {words.isIn(run.name)}
        </h2>
        <p className="dim">{words.isInText(run.counts.planned, format.moment(run.removedAt ?? 0))}</p>
      </div>
      {bin.error && !isAsking && <SayError error={bin.error} onClose={bin.reset} />}
      <div className="row wrap">
        <Button onClick={() => bin.restore(run)}>{words.restore}</Button>
        <Button variant="subtle" onClick={() => setIsAsking(true)}>
          {words.erase}
        </Button>
      </div>
      <EraseDialog run={isAsking ? run : undefined} bin={bin} onClose={() => setIsAsking(false)} onErased={onErased} />
    </section>
  )
}

type DialogProps = {
  /** Undefined closes it. */
  run: Run | undefined
  bin: Bin
  onClose: () => void
  onErased?: () => void
}

/** The one question about a dataset: this cannot be undone. */
export function EraseDialog({ run, bin, onClose, onErased }: DialogProps) {
  const { datasets, common } = useTexts()
  const words = datasets.bin

  function close(): void {
    bin.reset()
    onClose()
  }

  return (
    <Modal opened={run !== undefined} onClose={close} title={run && words.eraseTitle(run.name)}>
      {run && (
        <div className="stack s4">
          <p>{words.eraseGoes(run.counts.planned)}</p>
          <p className="dim">{words.eraseStays}</p>
          {bin.error && <SayError error={bin.error} />}
          <div className="row wrap">
            <Button className="end" onClick={close} data-autofocus>
              {common.cancel}
            </Button>
            <Button
              className="danger"
              loading={bin.isErasing}
              onClick={() =>
                bin.erase(run, () => {
                  close()
                  onErased?.()
                })
              }
            >
              {words.eraseDo(run.counts.planned)}
            </Button>
          </div>
        </div>
      )}
    </Modal>
  )
}
