import { useTexts } from '../../locales/use-texts.tsx'
import styles from './import-dialog.module.css'

/** The first lines of a file as they would come in. */
export function ImportPreview({ preview }: { preview: { line: number; text: string }[] }) {
  const { personaImport: words, format } = useTexts()
  if (preview.length === 0) return <p className="dim">{words.previewEmpty}</p>
  return (
    <div className="stack s1">
      <div className="row base">
        <h3>{words.preview}</h3>
        <span className="faint sm">{words.previewCount(preview.length)}</span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable by keyboard */}
      <section className={`card none ${styles.lines}`} tabIndex={0} aria-label={words.preview}>
        <table className="grid">
          <colgroup>
            <col style={{ width: '4rem' }} />
            <col />
          </colgroup>
          <thead>
            <tr>
              <th scope="col" className="num">
                {words.line}
              </th>
              <th scope="col">{words.persona}</th>
            </tr>
          </thead>
          <tbody>
            {preview.map(({ line, text }) => (
              <tr key={line}>
                <td className="num faint">{format.number(line)}</td>
                <td>
                  <span className={styles.clamp} dir="auto">
                    {text}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}
