import { Radio } from '@mantine/core'
import type { ExportShape } from '#contract/exports'
import { useTexts } from '../../locales/use-texts.tsx'
import styles from './export-dialog.module.css'

const groups = {
  persona: ['seed', 'release'],
  training: ['messages', 'alpaca', 'sharegpt', 'prompt-completion', 'prompt-only'],
  own: ['raw', 'custom'],
} as const satisfies Record<string, readonly ExportShape[]>

type Props = { shape: ExportShape; disabled: boolean; onChange: (shape: ExportShape) => void }

/** What stands in a row of the file, by who reads it, and what the chosen one teaches. */
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
                  description={
                    <>
                      {words.shapeHint[value]}
                      {group === 'training' && value === shape && (
                        <span className={styles.teaches}>
                          {words.teaches[value === 'prompt-only' ? 'nothing' : 'writing']}
                        </span>
                      )}
                    </>
                  }
                />
              ))}
            </div>
          </div>
        ))}
      </div>
    </Radio.Group>
  )
}
