import type { Output } from '#contract/index'
import type { SkippedLine } from '#contract/personas'
import { useTexts } from '../../locales/use-texts.tsx'
import styles from './import-dialog.module.css'

type Props = Pick<Output<'persona.inspect'>, 'preview' | 'further' | 'looked' | 'isWhole'>

/** The first lines of a file as they would come in, and what would be left out of them. */
export function ImportPreview({ preview, further, looked, isWhole }: Props) {
  const { personaImport: words, format } = useTexts()
  if (preview.length === 0) return <p className="dim">{words.previewEmpty}</p>
  const skipped = preview.filter(({ reason }) => reason !== null).length + further.length
  return (
    <div className="stack s1">
      <div className="row base">
        <h3>{words.preview}</h3>
        <span className="faint sm">{words.previewSkipped(skipped, looked, isWhole)}</span>
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
            {preview.map((line) => (
              <tr key={line.line}>
                <td className="num faint">{format.number(line.line)}</td>
                <td>
                  {line.reason === null ? (
                    <span className={styles.clamp} dir="auto">
                      {line.text}
                    </span>
                  ) : (
                    <LeftOut {...line} reason={line.reason} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
          {further.length > 0 && (
            <tbody>
              <tr>
                <th scope="rowgroup" colSpan={2} className={styles.further}>
                  {words.previewFurther}
                </th>
              </tr>
              {further.map((line) => (
                <tr key={line.line}>
                  <td className="num faint">{format.number(line.line)}</td>
                  <td>
                    <LeftOut {...line} />
                  </td>
                </tr>
              ))}
            </tbody>
          )}
        </table>
      </section>
    </div>
  )
}

function LeftOut({ reason, text }: SkippedLine) {
  const { personaImport: words } = useTexts()
  return (
    <div className={styles.leftOut}>
      <p>
        <span className="chip">{words.leftOut}</span>
        {reason}
      </p>
      {text !== '' && (
        <span className={`mono sm faint ${styles.clamp}`} dir="auto">
          {text}
        </span>
      )}
    </div>
  )
}
