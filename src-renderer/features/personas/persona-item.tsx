import { Button, Modal } from '@mantine/core'
import { memo, useState } from 'react'
import type { Persona, PersonaSource } from '#contract/personas'
import { useTexts } from '../../locales/use-texts.tsx'
import { markWords } from './mark-words.ts'
import styles from './persona-library.module.css'

/** What two lines of a narrow window hold. */
const shortLength = 160
/** More than two lines of the widest window, so that nothing is marked that nobody sees. */
const shownLength = 400

type Props = { persona: Persona; source: PersonaSource | undefined; query: string }

/** A persona in two lines; a longer one can be read whole above the list, whose lines all have one height. */
export const PersonaItem = memo(function PersonaItem({ persona, source, query }: Props) {
  const { common, personas: words } = useTexts()
  const [isWhole, setIsWhole] = useState(false)
  return (
    <article className={styles.item}>
      <p className={styles.cut} dir="auto">
        <Marked text={persona.text.slice(0, shownLength)} query={query} />
      </p>
      <div className={styles.meta}>
        <span className="cut">{source?.name}</span>
        {source?.licence && <span className="cut">{source.licence}</span>}
        {persona.text.length > shortLength && (
          <Button variant="subtle" size="xs" onClick={() => setIsWhole(true)}>
            {common.readWhole}
          </Button>
        )}
      </div>
      {isWhole && (
        <Modal opened onClose={() => setIsWhole(false)} title={words.whole} size="lg">
          <p className="read" dir="auto">
            <Marked text={persona.text} query={query} />
          </p>
        </Modal>
      )}
    </article>
  )
})

function Marked({ text, query }: { text: string; query: string }) {
  return markWords(text, query).map(({ text: piece, isMarked }, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces are fixed by their place in the text
    isMarked ? <mark key={at}>{piece}</mark> : piece,
  )
}
