import type { Model } from '#contract/models'
import { useTexts } from '../../locales/use-texts.tsx'
import { StateSign } from '../../ui/state-sign.tsx'
import { wordsPerToken } from '../../ui/words-per-token.ts'
import { GiveTemplate } from './give-template.tsx'
import { Measured } from './measured.tsx'
import styles from './models-page.module.css'
import { RemoveModel } from './remove-model.tsx'

export function ModelItem({ model }: { model: Model }) {
  const { models: words, format } = useTexts()
  return (
    <li>
      <div>
        <b className={styles.name}>{model.name}</b>
        <p className="faint sm">
          {[
            model.licence || words.noLicence,
            format.bytes(model.sizeBytes),
            words.parameters(format.short(model.parameterCount / 1e9)),
            languagesOf(model, words),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      <div className="stack s2">
        <p className="row">
          <StateSign state={model.problem === null ? 'accepted' : 'failed'} />
          <b>{model.problem === null ? words.ready : words.unusable}</b>
          {model.isDefault && <span className="chip">{words.isDefault}</span>}
        </p>
        <p className="dim">{model.problem ?? describe(model, words, format)}</p>
        {model.problem === null ? (
          <Measured model={model}>
            <GiveTemplate model={model} />
          </Measured>
        ) : (
          <GiveTemplate model={model} />
        )}
      </div>
      <RemoveModel model={model} />
    </li>
  )
}

type Words = ReturnType<typeof useTexts>['models']

function languagesOf({ languages }: Model, words: Words): string {
  return languages.length > 3 ? words.manyLanguages(languages.length) : languages.map(words.language).join(', ')
}

function describe(model: Model, words: Words, format: ReturnType<typeof useTexts>['format']): string {
  const { tokensPerSecond, calibration, contextLength, style, small, memory } = model
  return [
    speedOf(tokensPerSecond, calibration !== null, words),
    words.reads(roundToHundreds(contextLength * wordsPerToken)),
    words.works(words.styleWords[style]),
    words.memory(format.bytes(memory.bytes), memory.slots),
    small ? words.small : '',
  ]
    .filter(Boolean)
    .join(' ')
}

function speedOf(tokensPerSecond: number | null, isMeasured: boolean, words: Words): string {
  if (tokensPerSecond !== null) return words.speed(tokensPerSecond, tokensPerSecond * wordsPerToken)
  return isMeasured ? '' : words.speedUnknown
}

function roundToHundreds(count: number): number {
  return Math.round(count / 100) * 100
}
