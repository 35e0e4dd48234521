import { Button, NumberInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { Step } from '#contract/recipe'
import { useTexts } from '../../locales/use-texts.tsx'
import { ExampleEditor } from './example-editor.tsx'
import { ExampleBackground, ExampleFrame } from './example-frame.tsx'
import type { ExampleDraft } from './template-draft.ts'
import styles from './template-page.module.css'

/** As many as a template may hold. */
const mostExamples = 1000
/** Plenty to see what kind they are, and drawn at once. */
const shownAtFirst = 200

type Props = {
  step: Step
  examples: ExampleDraft[]
  draw: number
  error: string | undefined
  onChange: (change: { examples?: ExampleDraft[]; draw?: number }) => void
}

/** The examples of one's own template: a press on one opens it to be changed, moved or removed. */
export function ExampleTable({ step, examples, draw, error, onChange }: Props) {
  const { templates } = useTexts()
  const words = templates.exampleTable
  const [open, setOpen] = useState<{ at: number; isNew?: boolean }>()
  const [showsAll, setShowsAll] = useState(false)
  const section = useRef<HTMLElement>(null)
  const adding = useRef<HTMLButtonElement>(null)
  const shown = showsAll ? examples : examples.slice(0, shownAtFirst)

  const travelling = examples.filter(({ background }) => background).length

  function add(): void {
    // A template that showed none would not show this one either.
    onChange({ examples: [...examples, { persona: '', answer: '' }], ...(draw === 0 ? { draw: 3 } : {}) })
    setShowsAll(showsAll || examples.length >= shownAtFirst)
    setOpen({ at: examples.length, isNew: true })
  }

  function move(from: number, to: number): void {
    const moved = [...examples]
    moved.splice(to, 0, ...moved.splice(from, 1))
    onChange({ examples: moved })
    setOpen({ at: to })
  }

  function remove(at: number): void {
    onChange({ examples: examples.toSpliced(at, 1) })
    close(Math.min(at, examples.length - 2))
  }

  /** What has the focus goes with the editor: it is handed to an example's line or, where none is left, to the button below. */
  function close(next: number): void {
    setOpen(undefined)
    const lines = section.current?.querySelectorAll<HTMLElement>('button[aria-expanded]')
    const line = next < 0 ? adding.current : lines?.[next]
    line?.focus()
  }

  const rows = shown.flatMap((example, at) => [
    // biome-ignore lint/suspicious/noArrayIndexKey: examples have no other name than their place
    <tr key={at} data-edited={open?.at === at}>
      <td>
        <button
          type="button"
          aria-expanded={open?.at === at}
          title={words.open(at + 1)}
          onClick={() => setOpen(open?.at === at ? undefined : { at })}
        >
          {example.persona.trim() || words.number(at + 1, examples.length)}
          <ExampleBackground text={example.background} />
        </button>
      </td>
      <td>{example.answer}</td>
    </tr>,
    ...(open?.at === at
      ? [
          <tr key="editor">
            <td colSpan={2} className={styles.exampleEditor}>
              <ExampleEditor
                {...{ step, example, at }}
                whole={examples.length}
                isNew={open.isNew === true}
                hasBackground={examples.some(({ background }) => background !== undefined)}
                onChange={(changed) => onChange({ examples: examples.with(at, changed) })}
                onMove={(to) => move(at, to)}
                onRemove={() => remove(at)}
                onClose={() => close(at)}
              />
            </td>
          </tr>,
        ]
      : []),
  ])

  return (
    <section ref={section} className="stack" aria-labelledby="examples">
      <div className="stack s0">
        <h2 id="examples">{templates.examplesTitle}</h2>
        <p className="faint sm">{examples.length > 0 ? words.hint : words.none}</p>
      </div>
      {examples.length > 0 && <ExampleFrame>{rows}</ExampleFrame>}
      {error && (
        <p className={styles.fault} role="alert">
          {error}
        </p>
      )}
      <div className="row wrap">
        <Button
          ref={adding}
          size="xs"
          leftSection={<IconPlus size={14} stroke={1.5} aria-hidden />}
          onClick={add}
          disabled={examples.length >= mostExamples}
        >
          {words.add}
        </Button>
        {shown.length < examples.length && (
          <Button size="xs" variant="subtle" onClick={() => setShowsAll(true)}>
            {words.showAll(examples.length)}
          </Button>
        )}
        {examples.length >= mostExamples && <span className="faint sm">{words.full(mostExamples)}</span>}
      </div>
      {examples.length > 0 && (
        <div className={styles.pair}>
          <NumberInput
            label={words.draw}
            description={words.drawHint(examples.length - travelling, travelling)}
            value={draw}
            onChange={(value) => onChange({ draw: Number(value) || 0 })}
            min={0}
            max={20}
            allowDecimal={false}
          />
        </div>
      )}
    </section>
  )
}
