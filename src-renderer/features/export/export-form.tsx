import { Button, Checkbox, SegmentedControl } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { exportFormats, nestedShapes } from '#contract/export-shapes'
import type { ExportedFile, ExportFormat, ExportShape } from '#contract/exports'
import type { RowFilter } from '#contract/rows'
import type { ExportInput } from '../../client/exports.tsx'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { useLostFocus } from '../../ui/use-lost-focus.ts'
import styles from './export-dialog.module.css'
import { MappingFields, mappingProblem } from './mapping-fields.tsx'
import { PackChoice } from './pack-choice.tsx'
import { ShapeChoice, teachingOf } from './shape-choice.tsx'
import { useExportChoice } from './use-export-choice.ts'

type Props = {
  filter: RowFilter
  /** What these rows were last exported to. */
  last: ExportedFile | undefined
  /** Rows written so far; undefined while nothing is being written. */
  running: number | undefined
  error: Error | undefined
  onStart: (input: ExportInput) => void
  onClose: () => void
}

export function ExportForm({ filter, last, running, error, onStart, onClose }: Props) {
  const { exporting: words, common } = useTexts()
  const id = useId()
  const step = useLostFocus<HTMLFormElement>()
  const [which, setWhich] = useState<'good' | 'found'>('good')
  const { choice, change, keep } = useExportChoice()
  const { format, shape, mapping, pack } = choice
  const [formulaGuard, setFormulaGuard] = useState(true)
  const [validationShare, setValidationShare] = useState(0)
  const isNested = nestedShapes.includes(shape)
  const isUnusable = shape === 'custom' && mappingProblem(mapping) !== undefined
  const input: ExportInput = {
    ...(which === 'found' ? filter : { runId: filter.runId }),
    ...{ format, shape, formulaGuard, pack, validationShare: pack ? validationShare : 0 },
    ...(shape === 'custom' ? { mapping } : {}),
  }
  const preview = useRequest('export.preview', input, { keepPrevious: true, enabled: !isUnusable })
  const count = preview.data?.rows ?? 0
  const isRunning = running !== undefined
  const teaching = teachingOf(shape)

  function chooseShape(next: ExportShape): void {
    change({ shape: next, ...(nestedShapes.includes(next) && format === 'csv' ? { format: 'jsonl' } : {}) })
  }

  return (
    <form
      ref={step}
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        keep()
        onStart(input)
      }}
    >
      <div className="stack s4">
        {preview.data && (
          <p>
            <b className="num">{words.count(count, count + preview.data.leftOut)}</b>{' '}
            <span className="dim">{words.which[which]}</span>
          </p>
        )}
        {Object.keys(filter).length > 1 && (
          <SegmentedControl
            style={{ justifySelf: 'start' }}
            aria-label={words.rows}
            value={which}
            disabled={isRunning}
            onChange={(value) => setWhich(value as 'good' | 'found')}
            data={(['good', 'found'] as const).map((value) => ({ value, label: words.rowsOf[value] }))}
          />
        )}
        <div className="stack s1">
          <h3 id={`${id}-format`}>{words.format}</h3>
          <span>
            <SegmentedControl
              aria-labelledby={`${id}-format`}
              value={format}
              disabled={isRunning}
              onChange={(value) => change({ format: value as ExportFormat })}
              data={exportFormats.map((value) => ({
                value,
                label: words.formats[value],
                disabled: value === 'csv' && isNested,
              }))}
            />
          </span>
          <p className="faint sm">{isNested && format === 'jsonl' ? words.noTable : words.formatHint[format]}</p>
        </div>
        <ShapeChoice shape={shape} disabled={isRunning} onChange={chooseShape} />
        {shape === 'custom' && (
          <MappingFields mapping={mapping} disabled={isRunning} onChange={(next) => change({ mapping: next })} />
        )}
        {format === 'csv' && (
          <Checkbox
            checked={formulaGuard}
            disabled={isRunning}
            classNames={{ label: styles.label, description: styles.label }}
            label={words.guard}
            description={words.guardHint}
            onChange={(event) => setFormulaGuard(event.currentTarget.checked)}
          />
        )}
        <PackChoice
          pack={pack}
          validationShare={validationShare}
          disabled={isRunning}
          onPack={(next) => change({ pack: next })}
          onValidationShare={setValidationShare}
        />
      </div>
      <section className={`stack s1 ${styles.first}`} aria-labelledby={`${id}-preview`}>
        <h3 id={`${id}-preview`}>
          {words.preview} {format !== 'csv' && <span className={styles.quiet}>{words.previewFolded[format]}</span>}
        </h3>
        {teaching && <p>{words.teaches[teaching]}</p>}
        <Loaded of={preview} lines={5}>
          {({ text, rows }) =>
            rows === 0 ? (
              <p className="well dim">
                <b>{words.nothing[which]}.</b> {words.nothingText[which]}
              </p>
            ) : (
              // biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable by keyboard
              <pre className={`well mono ${styles.preview}`} tabIndex={0}>
                {format === 'csv' ? text.slice(0, mostShown) : foldFirstLine(text)}
              </pre>
            )
          }
        </Loaded>
      </section>
      <div className={`stack s2 ${styles.foot}`}>
        {error && <SayError error={error} />}
        {isRunning ? <p className="faint sm">{words.goesOn}</p> : last && <LastExport file={last} />}
        <div className="row">
          <span className="dim num" role="status">
            {isRunning && (running === 0 ? words.starting : words.progress(running))}
          </span>
          <Button className="end" onClick={onClose}>
            {isRunning ? common.close : common.cancel}
          </Button>
          <Button
            type="submit"
            variant="filled"
            disabled={count === 0 || isUnusable}
            loading={isRunning}
            data-autofocus={error !== undefined || undefined}
            leftSection={<IconUpload size={16} stroke={1.5} aria-hidden />}
          >
            {count === 0 ? words.doNothing : words.do(count)}
          </Button>
        </div>
      </div>
    </form>
  )
}

function LastExport({ file: { rows, shape, narrowed, madeAt, isCurrent } }: { file: ExportedFile }) {
  const { exporting: words, format } = useTexts()
  const what = words.what(rows, words.shapes[shape], Object.keys(narrowed).length > 0)
  return <p className="faint sm">{words.last(format.day(madeAt), what, isCurrent)}</p>
}

const mostShown = 4000

/** One line of the file, laid out to be read. A line that was cut is shown as it is. */
function foldFirstLine(text: string): string {
  const [line = ''] = text.split('\n', 1)
  try {
    return JSON.stringify(JSON.parse(line), shorten, 2).slice(0, mostShown)
  } catch {
    return line.slice(0, mostShown)
  }
}

/** A long prompt must not push the text out of sight: beginning and end tell what it is. */
function shorten(_key: string, value: unknown): unknown {
  return typeof value === 'string' && value.length > 600 ? `${value.slice(0, 220)} … ${value.slice(-120)}` : value
}
