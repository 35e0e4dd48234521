import type { ReactNode } from 'react'
import { useTexts } from '../locales/use-texts.tsx'
import styles from './frame.module.css'

/** Side and page beside each other, each scrolling by itself. */
export function Frame({ side, children }: { side: ReactNode; children: ReactNode }) {
  const { shell } = useTexts()
  return (
    <div className={styles.frame}>
      <button type="button" className={styles.skip} onClick={focusPage}>
        {shell.skip}
      </button>
      {side}
      <main className={styles.main} id="page" tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}

// A button, because the address's fragment belongs to the router.
function focusPage(): void {
  document.getElementById('page')?.focus()
}
