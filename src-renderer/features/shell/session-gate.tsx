import { useTexts } from '../../locales/use-texts.tsx'
import { Wordmark } from '../../ui/wordmark.tsx'
import styles from './session-gate.module.css'

/** Without a session nothing can be asked: the whole window says where the link is. */
export function SessionGate({ reason }: { reason: 'no-link' | 'refused' }) {
  const { shell } = useTexts()
  const words = reason === 'no-link' ? shell.gate : shell.refused
  return (
    <main className={styles.gate}>
      <title>{shell.app}</title>
      <Wordmark />
      <h1 className={styles.title}>{words.title}</h1>
      <p className="dim lg">{words.text}</p>
      {reason === 'no-link' && <p className="dim lg">{shell.gate.after}</p>}
    </main>
  )
}
