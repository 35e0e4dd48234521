import { useTexts } from '../locales/use-texts.tsx'
import styles from './skeleton-lines.module.css'

type Props = {
  lines: number
  /** Height of one line with its gap: a table's row, a list's, a text's. */
  pitch?: 'table' | 'list' | 'text'
}

/** Still grey lines in the final layout; invisible for the first 300 ms, because most answers come sooner. */
export function SkeletonLines({ lines, pitch = 'text' }: Props) {
  const { common } = useTexts()
  return (
    <div className={`${styles.lines} ${styles[pitch]}`} role="status" aria-label={common.loading}>
      {Array.from({ length: lines }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never move
        <div key={at} className={styles.line}>
          <i style={{ width: `${[86, 72, 94, 64, 80][at % 5]}%` }} />
        </div>
      ))}
    </div>
  )
}
