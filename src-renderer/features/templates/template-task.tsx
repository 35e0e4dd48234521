import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Recipe, Step } from '#contract/recipe'
import { useTexts } from '../../locales/use-texts.tsx'
import { PromptText, VariableName } from '../../ui/prompt-text.tsx'
import styles from './template-page.module.css'

/** What a built-in template asks, to be read. */
export function TemplateTask({ recipe, step }: { recipe: Recipe; step: Step }) {
  const { templates: words } = useTexts()
  const names = Object.keys(recipe.variables)
  return (
    <>
      {step.background && (
        <section className="stack s1">
          <h2>{words.background}</h2>
          <LongText text={step.background} variables={names} />
        </section>
      )}
      <section className="stack s1">
        <h2>{words.asked}</h2>
        <div className={styles.prompt}>
          <PromptText text={step.prompt} variables={names} />
        </div>
      </section>
      {step.turn && (
        <section className="stack s1">
          <div className="row base wrap">
            <h2>{words.turn}</h2>
            <span className="faint sm">{words.turnHint}</span>
          </div>
          <div className={styles.prompt}>
            <PromptText text={step.turn} variables={names} />
          </div>
        </section>
      )}
      <VariableHints recipe={recipe} />
    </>
  )
}

/** What each variable of a template may be. */
export function VariableHints({ recipe }: { recipe: Recipe }) {
  const { templates: words } = useTexts()
  const variables = Object.entries(recipe.variables)
  if (variables.length === 0) return null
  return (
    <ul className="stack s1">
      {variables.map(([name, { label, choices }]) => (
        <li key={name} className="dim sm">
          <VariableName name={name} />{' '}
          {choices ? words.variableHint(label, Object.keys(choices)) : words.variableText(label)}
          {choices &&
            Object.entries(choices).map(([choice, text]) => (
              <details key={choice}>
                <summary>{words.readChoice(choice)}</summary>
                <div className={styles.prompt}>
                  <PromptText text={text} />
                </div>
              </details>
            ))}
        </li>
      ))}
    </ul>
  )
}

/** Long enough to see what it is about. */
const shownLength = 400

/** A text that is cut until somebody wants it whole. */
export function LongText({ text, variables = [] }: { text: string; variables?: string[] }) {
  const { common } = useTexts()
  const [isWhole, setIsWhole] = useState(false)
  const isLong = text.length > shownLength * 1.5
  return (
    <div className={styles.prompt}>
      <PromptText text={isLong && !isWhole ? `${text.slice(0, shownLength)}…` : text} variables={variables} />
      {isLong && (
        <p>
          <Button size="xs" variant="subtle" ml={-8} aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? common.readLess : common.readWhole}
          </Button>
        </p>
      )}
    </div>
  )
}
