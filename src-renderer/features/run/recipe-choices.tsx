import { Fragment } from 'react'
import type { Run, RunRecipe } from '#contract/runs'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { oneLine } from '../../ui/one-line.ts'
import { usePersonaChips } from '../../ui/use-persona-chips.ts'
import styles from './run-page.module.css'

/** Longer texts, or such of several lines, show their beginning, and the whole where it is asked for. */
const shownLetters = 48

/** Which personas were chosen, and what the template was given: facts of a list. */
export function RecipeChoices({ run }: { run: Run }) {
  const words = useTexts().run.recipe
  const { data } = useRequest('run.recipe', { runId: run.id })
  if (!data) return null
  return (
    <>
      <dt>{words.personas}</dt>
      <dd>
        <ChosenPersonas recipe={data} count={run.counts.planned} />
      </dd>
      {data.variables.map(({ label, choice, text }) => (
        <Fragment key={label}>
          <dt>{label}</dt>
          <dd>{choice ?? <GivenText text={text.trim()} />}</dd>
        </Fragment>
      ))}
    </>
  )
}

function ChosenPersonas({ recipe: { personas, listName }, count }: { recipe: RunRecipe; count: number }) {
  const words = useTexts().run.recipe
  const { sourceId, selectionId, shuffleSeed, count: wanted, ...filter } = personas
  const hasList = sourceId !== undefined || selectionId !== undefined
  const narrowed = usePersonaChips(filter, {}, () => undefined).map(({ label }) => label)
  const howMany =
    wanted === 0
      ? words.personasAll(count)
      : shuffleSeed === undefined
        ? words.personasFirst(count)
        : words.personasShuffled(count, shuffleSeed)
  return words.personasOf(hasList ? listName : undefined, narrowed, howMany)
}

function GivenText({ text }: { text: string }) {
  if (text.length <= shownLetters && !text.includes('\n')) return text
  return (
    <details>
      <summary className={styles.givenStart}>{oneLine(text, shownLetters)} …</summary>
      <p className={styles.given} dir="auto">
        {text}
      </p>
    </details>
  )
}
