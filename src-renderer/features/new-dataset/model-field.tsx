import { Link } from '@tanstack/react-router'
import type { Model } from '#contract/models'
import { useTexts } from '../../locales/use-texts.tsx'
import { Choice } from '../../ui/choice.tsx'
import { wordsPerToken } from '../../ui/words-per-token.ts'
import type { DatasetDraft } from './dataset-draft.ts'
import styles from './new-dataset-page.module.css'

type Props = {
  models: readonly Model[] | undefined
  model: Model | undefined
  onChange: (part: Partial<DatasetDraft>) => void
}

export function ModelField({ models, model, onChange }: Props) {
  const { newDataset, common, format } = useTexts()
  const words = newDataset.model
  const usable = models?.filter(({ problem }) => problem === null) ?? []
  const broken = models?.find(({ problem }) => problem !== null)

  function describe({ name, sizeBytes, tokensPerSecond }: Model): string {
    const speed =
      tokensPerSecond === null
        ? words.notMeasured
        : words.measured(common.wordsPerSecond(tokensPerSecond * wordsPerToken))
    return words.option(name, format.bytes(sizeBytes), speed)
  }

  return (
    <div className={styles.field}>
      <label htmlFor="dataset-model">{words.title}</label>
      <div className="stack">
        <Choice
          id="dataset-model"
          placeholder={words.choose}
          allowDeselect={false}
          disabled={usable.length === 0}
          searchable={usable.length >= 10}
          value={model?.sha256 ?? null}
          onChange={(modelSha256) => onChange({ modelSha256: modelSha256 ?? undefined })}
          data={usable.map((each) => ({ value: each.sha256, label: describe(each) }))}
        />
        {models && usable.length === 0 && (
          <p className="dim">
            {broken?.problem ? `${broken.name}: ${broken.problem}` : words.none} <Link to="/models">{words.add}</Link>
          </p>
        )}
      </div>
    </div>
  )
}
