import type { Step } from '#contract/recipe'
import { useTexts } from '../../locales/use-texts.tsx'
import { Term } from '../../ui/term.tsx'
import { outputRules } from './output-rules.ts'
import styles from './template-page.module.css'

export function GoodRow({ step }: { step: Step }) {
  const texts = useTexts()
  return (
    <section className="stack s1">
      <h2>
        <Term name="goodRow">{texts.templates.goodRow}</Term>
      </h2>
      <dl className={`card ${styles.rules}`}>
        {outputRules(step, texts).map(({ what, rule }) => (
          <div key={rule}>
            <dt className="dim">{what}</dt>
            <dd>{rule}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
