import type { ReactNode } from 'react'
import { useTexts } from '../locales/use-texts.tsx'
import styles from './frame.module.css'

type FrameProps = {
  side: ReactNode
  /** A line above the page that concerns the whole app. */
  notice?: ReactNode
  children: ReactNode
}

/** Side and page beside each other, each scrolling by itself. */
export function Frame({ side, notice, children }: FrameProps) {
  const { shell } = useTexts()
  return (
    <div className={styles.frame}>
      <button type="button" className={styles.skip} onClick={focusPage}>
        {shell.skip}
      </button>
      {side}
      <div className={styles.column}>
        {notice && <div className={styles.notice}>{notice}</div>}
        <main className={styles.main} id="page" tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  )
}

// A button, because the address's fragment belongs to the router.
function focusPage(): void {
  document.getElementById('page')?.focus()
}
