import { Radio } from '@mantine/core'
import type { ExportShape } from '#contract/exports'
import { useTexts } from '../../locales/use-texts.tsx'
import styles from './export-dialog.module.css'

const groups = {
  persona: ['seed', 'release'],
  training: ['messages', 'alpaca', 'sharegpt', 'prompt-completion', 'prompt-only'],
  own: ['raw', 'custom'],
} as const satisfies Record<string, readonly ExportShape[]>

/** What a model learns from a file of this shape; undefined where that is not known. */
export function teachingOf(shape: ExportShape): 'writing' | 'nothing' | undefined {
  if (shape === 'prompt-only') return 'nothing'
  return (groups.training as readonly ExportShape[]).includes(shape) ? 'writing' : undefined
}

type Props = { shape: ExportShape; disabled: boolean; onChange: (shape: ExportShape) => void }

/** What stands in a row of the file, by who reads it. */
export function ShapeChoice({ shape, disabled, onChange }: Props) {
  const { exporting: words } = useTexts()
  return (
    <Radio.Group label={words.shape} value={shape} onChange={(value) => onChange(value as ExportShape)}>
      <div className="stack s3">
        {(Object.keys(groups) as (keyof typeof groups)[]).map((group) => (
          <div key={group} className="stack s1">
            <span className="faint sm">{words.shapeGroups[group]}</span>
            <div className={styles.shapes}>
              {groups[group].map((value) => (
                <Radio
                  key={value}
                  value={value}
                  disabled={disabled}
                  classNames={{ label: styles.label, description: styles.label }}
                  label={words.shapes[value]}
                  description={words.shapeHint[value]}
                />
              ))}
            </div>
          </div>
        ))}
      </div>
    </Radio.Group>
  )
}
