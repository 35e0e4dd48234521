import { useState } from 'react'
import type { Step } from '#contract/recipe'
import { exampleText } from '#contract/recipe-shape'
import { useTexts } from '../../locales/use-texts.tsx'
import { ExampleBackground, ExampleFrame } from './example-frame.tsx'

/** Plenty to see what kind they are. */
const mostShown = 200

/** The pool of examples as a table; a press on one opens it whole. */
export function TemplateExamples({ step }: { step: Step }) {
  const { templates: words } = useTexts()
  const [open, setOpen] = useState<number>()
  const { examples, draw } = step
  if (examples.length === 0) {
    return (
      <section className="stack s1">
        <h2>{words.examplesTitle}</h2>
        <p className="dim">{words.examplesNone}</p>
      </section>
    )
  }
  const travelling = examples.filter(({ background }) => background).length
  return (
    <section className="stack s1" aria-labelledby="examples">
      <div className="row base">
        <h2 id="examples">{words.examplesTitle}</h2>
        <span className="faint sm">{words.examplesHint(draw, examples.length - travelling, travelling)}</span>
      </div>
      <ExampleFrame>
        {examples.slice(0, mostShown).map((example, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: examples have no other name than their place
          <tr key={at} data-open={open === at}>
            <td>
              <button
                type="button"
                aria-expanded={open === at}
                onClick={() => setOpen(open === at ? undefined : at)}
                title={open === at ? undefined : words.showExample}
              >
                {example.persona}
                <ExampleBackground text={example.background} />
              </button>
            </td>
            <td>{exampleText(step, example)}</td>
          </tr>
        ))}
      </ExampleFrame>
    </section>
  )
}
