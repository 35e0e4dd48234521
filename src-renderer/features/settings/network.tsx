import { useTexts } from '../../locales/use-texts.tsx'
import styles from './settings-page.module.css'

export function Network() {
  const words = useTexts().settings.network
  return (
    <>
      <header className="stack s1">
        <h2 className={styles.title}>{words.title}</h2>
        <p className="dim lg">{words.lead}</p>
      </header>
      <section className={`card ${styles.zero}`}>
        <b>{words.number}</b>
        <h3 className="sect">{words.sealed}</h3>
        <p className="dim">{words.sealedText}</p>
      </section>
      <section className="stack s1">
        <h3 className="sect">{words.browser}</h3>
        <p className="dim">{words.browserText}</p>
      </section>
      <section className="stack s1">
        <h3 className="sect">{words.install}</h3>
        <p className="dim">{words.installText}</p>
      </section>
    </>
  )
}
