import type { DraftNote, TemplateDraft } from '#contract/template-drafts'
import { useTexts } from '../../locales/use-texts.tsx'
import { Say } from '../../ui/say.tsx'
import { describeNote } from './describe-note.ts'
import styles from './start-from-examples.module.css'

/** The examples that were found, what is wrong with each, and what was read off those that are of use. */
export function FoundExamples({ examples, found, usable, problem, draft }: TemplateDraft) {
  const words = useTexts().templates.draft
  return (
    <div className="stack s4">
      <section className="stack" aria-labelledby="found-examples">
        <div className="row base wrap">
          <h2 id="found-examples">{words.found}</h2>
          <span className="faint sm" role="status">
            {words.count(usable, found)}
          </span>
        </div>
        {problem && <Say tone="ochre" title={problem} kept={words.kept} />}
        {examples.length > 0 && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reachable by keyboard
          <ol className={`card none ${styles.found}`} tabIndex={0} aria-labelledby="found-examples">
            {examples.map((example, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: examples have no other name than their place
              <li key={at} data-left-out={example.problem !== null}>
                <span className="num faint">{at + 1}</span>
                <div className="stack s0">
                  <p className={styles.text}>{example.text}</p>
                  {example.problem && <p className={styles.problem}>{words.leftOut(example.problem)}</p>}
                </div>
              </li>
            ))}
            {found > examples.length && <li className="faint">{words.more(found - examples.length)}</li>}
          </ol>
        )}
      </section>
      {draft && <Notes notes={draft.notes} />}
    </div>
  )
}

function Notes({ notes }: { notes: DraftNote[] }) {
  const texts = useTexts()
  return (
    <section className="stack" aria-labelledby="inferred">
      <h2 id="inferred">{texts.templates.draft.inferred}</h2>
      <ul className={styles.notes}>
        {notes.map((note) => (
          <li key={`${note.key} ${note.key === 'choices' ? note.field : ''}`}>{describeNote(note, texts)}</li>
        ))}
      </ul>
    </section>
  )
}
