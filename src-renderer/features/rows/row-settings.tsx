import { Fragment } from 'react'
import type { Attempt } from '#contract/rows'
import type { Run } from '#contract/runs'
import { useTexts } from '../../locales/use-texts.tsx'
import { aboutWords } from '../../ui/words-per-token.ts'
import styles from './rows-page.module.css'

type Props = { run: Run; attempt: Attempt | undefined }

/** The settings that made a row: those of its dataset, and what its last try says of itself. */
export function RowSettings({ run, attempt }: Props) {
  const { rowsPage, run: runTexts } = useTexts()
  const words = rowsPage.detail.settings
  const facts = useFacts({ run, attempt })
  const isImported = run.templateKey === ''
  return (
    <details className={styles.attempt}>
      <summary>
        <h3>{runTexts.recipe.title}</h3>
        <span className="faint cut">{isImported ? words.imported : `${run.templateName}, ${run.modelName}`}</span>
      </summary>
      {isImported ? (
        <p className="dim">{runTexts.recipe.imported}</p>
      ) : (
        <dl className="facts">
          {facts.map(([name, value]) => (
            <Fragment key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </Fragment>
          ))}
        </dl>
      )}
    </details>
  )
}

function useFacts({ run, attempt }: Props): [name: string, value: string][] {
  const { rowsPage, run: runTexts, newDataset, common, format } = useTexts()
  const { detail } = rowsPage
  const words = detail.settings
  const { recipe } = runTexts
  const { sampling } = run
  /** What has no effect at a value says so. */
  const unless = (off: number, value: number) => (value === off ? words.off : format.exact(value))
  const ofRun: [string, string][] = [
    [recipe.model, words.model(run.modelName, run.modelQuantization)],
    [recipe.template, run.templateName],
    [recipe.style, common.style[run.style]],
    [recipe.temperature, format.exact(sampling.temperature)],
    [newDataset.advanced.topP, unless(1, sampling.topP)],
    [words.topK, unless(0, sampling.topK)],
    [words.minP, unless(0, sampling.minP)],
    [words.repeatPenalty, unless(1, sampling.repeatPenalty)],
    [words.dryStrength, unless(0, sampling.dryStrength)],
    [recipe.maxTokens, common.answerRoom(aboutWords(sampling.maxTokens), sampling.maxTokens)],
    [words.runSeed, run.seed],
  ]
  if (!attempt) return ofRun
  return [
    ...ofRun,
    [words.rowSeed, String(attempt.seed)],
    [detail.tokens, detail.tokensText(attempt.promptTokens, attempt.tokens)],
    [detail.time, format.duration(attempt.durationMs / 1000)],
    [detail.engine, attempt.engine],
  ]
}
