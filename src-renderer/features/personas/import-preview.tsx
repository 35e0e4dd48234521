import type { Output } from '#contract/index'
import type { PreviewLine } from '#contract/personas'
import { useTexts } from '../../locales/use-texts.tsx'
import styles from './import-dialog.module.css'

type Props = Pick<Output<'persona.inspect'>, 'preview' | 'further' | 'looked' | 'isWhole' | 'known'> & {
  skipped: number
}

/** The first lines of a file as they would come in, and what is left out of it or brings nobody new, wherever that stands. */
export function ImportPreview({ preview, further, looked, isWhole, known, skipped }: Props) {
  const { personaImport: words } = useTexts()
  const others = { skipped, ...known }
  const fresh = looked - skipped - known.library - known.file
  if (preview.length === 0) return <p className="dim">{words.previewEmpty}</p>
  return (
    <div className="stack s4">
      <div className="stack s1">
        <div className="row base">
          <h3>{words.preview}</h3>
          <span className="faint sm">
            {[
              words.previewNew(fresh, looked, isWhole),
              ...(['skipped', 'library', 'file'] as const)
                .filter((why) => others[why] > 0)
                .map((why) => words.previewOthers[why](others[why])),
            ].join(', ')}
          </span>
        </div>
        <Lines label={words.preview} isShort={further.length > 0} lines={preview} />
      </div>
      {further.length > 0 && (
        <div className="stack s1">
          <h3>{words.previewFurther}</h3>
          <Lines label={words.previewFurther} isShort lines={further} />
        </div>
      )}
    </div>
  )
}

/** `isShort` leaves room for another one. */
function Lines(props: { label: string; isShort: boolean; lines: readonly PreviewLine[] }) {
  const { personaImport: words, format } = useTexts()
  return (
    <section
      className={`card none ${styles.lines}`}
      data-short={props.isShort}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={props.label}
    >
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
          {props.lines.map((each) => (
            <tr key={each.line}>
              <td className="num faint">{format.number(each.line)}</td>
              <td>
                {each.reason === null ? <Persona {...each} /> : <LeftOut text={each.text} reason={each.reason} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Persona({ text, knownFrom, firstLine }: PreviewLine) {
  const { knownFrom: words } = useTexts().personaImport
  return (
    <span className={styles.clamp} dir="auto">
      {knownFrom && (
        <span className={`chip ${styles.knownFrom}`}>
          {firstLine === undefined ? words.library : words.file(firstLine)}
        </span>
      )}
      {text}
    </span>
  )
}

function LeftOut({ reason, text }: { reason: string; text: string }) {
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
