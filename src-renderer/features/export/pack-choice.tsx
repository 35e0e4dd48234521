import { Checkbox, SegmentedControl } from '@mantine/core'
import { useId } from 'react'
import { useTexts } from '../../locales/use-texts.tsx'
import styles from './export-dialog.module.css'

const shares = [0, 0.05, 0.1, 0.2]

type Props = {
  pack: boolean
  validationShare: number
  disabled: boolean
  onPack: (pack: boolean) => void
  onValidationShare: (share: number) => void
}

/** Whether the rows come with all that explains them, and how many personas are held back for validation. */
export function PackChoice({ pack, validationShare, disabled, onPack, onValidationShare }: Props) {
  const { exporting: words, format } = useTexts()
  const id = useId()
  return (
    <div className="stack">
      <Checkbox
        checked={pack}
        disabled={disabled}
        classNames={{ label: styles.label, description: styles.label }}
        label={words.pack}
        description={words.packHint}
        onChange={(event) => onPack(event.currentTarget.checked)}
      />
      {pack && (
        <div className="stack s1">
          <h3 id={id}>{words.validation}</h3>
          <span>
            <SegmentedControl
              aria-labelledby={id}
              value={String(validationShare)}
              disabled={disabled}
              data={shares.map((share) => ({
                value: String(share),
                label: share === 0 ? words.noValidation : format.share(share),
              }))}
              onChange={(value) => onValidationShare(Number(value))}
            />
          </span>
          <p className="faint sm">{words.validationHint}</p>
        </div>
      )}
    </div>
  )
}
