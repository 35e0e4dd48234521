import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Persona, PersonaSource } from '#contract/personas'
import { useTexts } from '../../locales/use-texts.tsx'
import { markWords } from './mark-words.ts'
import styles from './persona-library.module.css'

/** Longer ones are cut after six lines, so that a whole biography does not push the list away. */
const longLength = 700

type Props = { persona: Persona; source: PersonaSource | undefined; query: string }

export function PersonaItem({ persona, source, query }: Props) {
  const { common } = useTexts()
  const [isWhole, setIsWhole] = useState(false)
  const isLong = persona.text.length > longLength
  const shown = isLong && !isWhole ? persona.text.slice(0, 2 * longLength) : persona.text
  return (
    <article className={styles.item}>
      <p className={isLong && !isWhole ? styles.cut : undefined} dir="auto">
        {markWords(shown, query).map(({ text, isMarked }, at) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces are fixed by their place in the text
          isMarked ? <mark key={at}>{text}</mark> : text,
        )}
      </p>
      <div className={styles.meta}>
        <span className="cut">{source?.name}</span>
        {source?.licence && <span className="cut">{source.licence}</span>}
        {isLong && (
          <Button variant="subtle" size="xs" onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? common.readLess : common.readWhole}
          </Button>
        )}
      </div>
    </article>
  )
}
