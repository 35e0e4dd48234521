import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Fitness, Model } from '#contract/models'
import { useCommand } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { SayError } from '../../ui/say-error.tsx'
import styles from './models-page.module.css'

/** What was measured of a model here, and the way to measure it, beside other things that can be done. */
export function Measured({ model, children }: { model: Model; children: ReactNode }) {
  const { sha256, name, calibration } = model
  const { models: words, format } = useTexts()
  const measure = useCommand('model.measure', { touches: ['model.list'] })
  return (
    <div className="stack s2">
      {calibration && (
        <>
          <p>
            {words.calibrated(
              calibration.slots,
              calibration.threads,
              format.tokensPerSecond(calibration.tokensPerSecond),
            )}
          </p>
          <Card fitness={calibration.fitness} />
        </>
      )}
      <div className="row wrap">
        <Button
          size="xs"
          aria-label={words.measureNamed(calibration ? words.measureAgain : words.measure, name)}
          loading={measure.isPending}
          onClick={() => measure.mutate({ sha256 })}
        >
          {calibration ? words.measureAgain : words.measure}
        </Button>
        {measure.isPending && (
          <span className="dim" role="status">
            {words.measuring}
          </span>
        )}
        {children}
      </div>
      {measure.error && <SayError error={measure.error} />}
    </div>
  )
}

const traits = ['followsStarts', 'endsByItself', 'plainJson', 'heldJson', 'copiesExamples', 'thinksAloud'] as const

/** Each trait as a number of the rows that tried it, and what follows. */
function Card({ fitness }: { fitness: Fitness }) {
  const { fitness: words } = useTexts().models
  return (
    <>
      <dl className={styles.fitness} aria-label={words.label}>
        {traits.map((trait) => (
          <div key={trait}>
            <dt>{words.traits[trait]}</dt>
            <dd>{words.count(fitness[trait], fitness.rows)}</dd>
          </div>
        ))}
      </dl>
      <p className="dim">{words.verdict(fitness)}</p>
    </>
  )
}
