import { Button, NumberInput, Textarea, TextInput } from '@mantine/core'
import type { Model } from '#contract/models'
import type { PromptStyle } from '#contract/recipe'
import { samplingOf, usualSampling } from '#contract/sampling'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { Choice } from '../../ui/choice.tsx'
import { aboutWords } from '../../ui/words-per-token.ts'
import { type DatasetDraft, usualSettings } from './dataset-draft.ts'
import styles from './new-dataset-page.module.css'

type Props = {
  draft: DatasetDraft
  templateKey: string | undefined
  model: Model | undefined
  onChange: (part: Partial<DatasetDraft>) => void
}

const styleNames: readonly PromptStyle[] = ['zero-shot', 'few-shot', 'persona-few-shot']

/** Settings that most people leave as they are. */
export function AdvancedFields({ draft, templateKey, model, onChange }: Props) {
  const { newDataset, common, format } = useTexts()
  const words = newDataset.advanced
  const template = useRequest('template.show', { key: templateKey ?? '' }, { enabled: templateKey !== undefined })
  const recipe = template.data?.recipe
  // Before the template is read, nobody knows what it recommends.
  const isKnown = templateKey === undefined || recipe !== undefined
  const suited = isKnown ? samplingOf(usualSampling, model?.sampling, recipe?.steps[0]?.sampling) : undefined
  const temperature = draft.temperature ?? suited?.temperature
  const topP = draft.topP ?? suited?.topP
  const maxTokens = draft.maxTokens ?? suited?.maxTokens
  return (
    <div className={styles.field}>
      <span />
      <details className={styles.advanced}>
        <summary>
          {temperature === undefined || maxTokens === undefined
            ? words.title
            : `${words.title}: ${words.summary(format.short(temperature), common.answerRoom(aboutWords(maxTokens), maxTokens))}`}
        </summary>
        <div className="stack s4">
          <Choice
            label={words.style}
            description={draft.style ? common.styleHint[draft.style] : words.styleHint}
            value={draft.style ?? ''}
            allowDeselect={false}
            onChange={(value) => onChange({ style: styleNames.find((name) => name === value) })}
            data={[
              { value: '', label: words.styleAuto },
              ...styleNames.map((value) => ({ value, label: common.style[value] })),
            ]}
          />
          <div className={styles.settings}>
            <NumberInput
              label={words.temperature}
              description={words.temperatureHint}
              min={0}
              max={5}
              step={0.1}
              decimalScale={2}
              value={temperature ?? ''}
              onChange={(value) => onChange({ temperature: numberFrom(value) })}
            />
            <NumberInput
              label={words.topP}
              description={words.topPHint}
              min={0.01}
              max={1}
              step={0.05}
              decimalScale={2}
              value={topP ?? ''}
              onChange={(value) => onChange({ topP: within(0.01, numberFrom(value), 1) })}
            />
            <NumberInput
              label={words.maxTokens}
              description={words.maxTokensHint}
              min={1}
              max={131_072}
              step={64}
              allowDecimal={false}
              thousandSeparator=","
              value={maxTokens ?? ''}
              onChange={(value) => onChange({ maxTokens: within(1, numberFrom(value)) })}
            />
            <NumberInput
              label={words.attempts}
              description={words.attemptsHint}
              min={1}
              max={10}
              allowDecimal={false}
              clampBehavior="strict"
              value={draft.attempts}
              onChange={(value) => onChange({ attempts: within(1, numberFrom(value)) ?? usualSettings.attempts })}
            />
            <NumberInput
              label={words.parallel}
              description={words.parallelHint}
              placeholder={words.parallelAuto}
              min={1}
              max={64}
              allowDecimal={false}
              clampBehavior="strict"
              value={draft.parallel ?? ''}
              onChange={(value) => onChange({ parallel: value === '' ? undefined : Number(value) || 1 })}
            />
            <TextInput
              label={words.seed}
              description={words.seedHint}
              maxLength={100}
              value={draft.seed}
              onChange={(event) => onChange({ seed: event.currentTarget.value })}
            />
          </div>
          <Textarea
            label={words.system}
            description={words.systemHint}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={20_000}
            placeholder={recipe?.system}
            value={draft.system}
            onChange={(event) => onChange({ system: event.currentTarget.value })}
          />
          <span>
            <Button size="xs" onClick={() => onChange(usualSettings)}>
              {words.reset}
            </Button>
          </span>
        </div>
      </details>
    </div>
  )
}

/** A field that was emptied has its usual value again. */
function numberFrom(value: string | number): number | undefined {
  return value === '' || Number.isNaN(Number(value)) ? undefined : Number(value)
}

function within(least: number, value: number | undefined, most = Number.POSITIVE_INFINITY): number | undefined {
  return value === undefined ? undefined : Math.min(most, Math.max(least, value))
}
