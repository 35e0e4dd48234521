import type { ReactNode } from 'react'
import styles from './empty-state.module.css'

type Props = {
  /** One sentence on what will stand here. */
  title: string
  text: string
  /** One button. */
  action?: ReactNode
  /** One quiet way out. */
  other?: ReactNode
  /** In a pane or card instead of a whole page. */
  small?: boolean
}

export function EmptyState({ title, text, action, other, small }: Props) {
  return (
    <section className={`${styles.empty} ${small ? styles.small : ''}`}>
      <h2 className="sect">{title}</h2>
      <p className="dim lg">{text}</p>
      {(action || other) && (
        <div className={styles.actions}>
          {action}
          {other}
        </div>
      )}
    </section>
  )
}
