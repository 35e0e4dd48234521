import { useTexts } from '../../locales/use-texts.tsx'
import { Wordmark } from '../../ui/wordmark.tsx'
import styles from './session-gate.module.css'

/** Without a session nothing can be asked: the whole window says where the link is. */
export function SessionGate() {
  const { shell } = useTexts()
  return (
    <main className={styles.gate}>
      <title>{shell.app}</title>
      <Wordmark />
      <h1 className={styles.title}>{shell.gate.title}</h1>
      <p className="dim lg">{shell.gate.text}</p>
      <p className="dim lg">{shell.gate.after}</p>
    </main>
  )
}
