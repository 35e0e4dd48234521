import { ActionIcon, Button, Checkbox } from '@mantine/core'
import { IconArchive, IconArchiveOff, IconPencil } from '@tabler/icons-react'
import { type MouseEvent, useState } from 'react'
import type { Persona, PersonaSource } from '#contract/personas'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { useLanguageName } from '../../ui/use-persona-chips.ts'
import { markWords } from './mark-words.ts'
import styles from './persona-library.module.css'

/** Longer ones are cut after six lines, so that a whole biography does not push the list away. */
const longLength = 700
/** Of a text in the name of a button. */
const namedLength = 80

type Props = {
  persona: Persona
  source: PersonaSource | undefined
  query: string
  isChosen: boolean
  onChoose: (range: boolean) => void
  onEdit: () => void
  onArchive: () => void
}

export function PersonaItem({ persona, source, query, isChosen, onChoose, onEdit, onArchive }: Props) {
  const { common, personas: words } = useTexts()
  const [isWhole, setIsWhole] = useState(false)
  const isLong = persona.text.length > longLength
  // A page brings no more than the beginning of a very long one.
  const { data: detail } = useRequest('persona.show', { personaId: persona.id }, { enabled: isWhole })
  const beginning = isLong ? persona.text.slice(0, 2 * longLength) : persona.text
  const shown = isWhole ? (detail?.text ?? persona.text) : beginning
  const name = persona.text.slice(0, namedLength)
  const Archive = persona.isArchived ? IconArchiveOff : IconArchive

  return (
    <article className={styles.item} data-persona={persona.id} data-chosen={isChosen || undefined} tabIndex={-1}>
      <Checkbox
        size="xs"
        className={styles.box}
        aria-label={words.choose(name)}
        checked={isChosen}
        onClick={(event: MouseEvent) => onChoose(event.shiftKey)}
        readOnly
      />
      <p className={isLong && !isWhole ? styles.cut : undefined} dir="auto">
        {markWords(shown, query).map(({ text, isMarked }, at) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces are fixed by their place in the text
          isMarked ? <mark key={at}>{text}</mark> : text,
        )}
      </p>
      <div className={styles.meta}>
        <span className="cut">{source?.name}</span>
        {source?.licence && <span className="cut">{source.licence}</span>}
        <Marks persona={persona} />
        {isLong && (
          <Button variant="subtle" size="xs" onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? common.readLess : common.readWhole}
          </Button>
        )}
      </div>
      <div className={styles.acts}>
        <ActionIcon size="sm" variant="subtle" aria-label={words.edit(name)} onClick={onEdit}>
          <IconPencil size={16} stroke={1.5} />
        </ActionIcon>
        <ActionIcon
          size="sm"
          variant="subtle"
          aria-label={persona.isArchived ? words.restoreOne(name) : words.archiveOne(name)}
          onClick={onArchive}
        >
          <Archive size={16} stroke={1.5} />
        </ActionIcon>
      </div>
    </article>
  )
}

function Marks({ persona: { language, isUsed, isEdited, isArchived } }: { persona: Persona }) {
  const { marks } = useTexts().personas
  const languageName = useLanguageName()
  return (
    <>
      {language !== null && <span className="cut">{languageName(language)}</span>}
      {isUsed && <span className="nowrap">{marks.used}</span>}
      {isArchived && <span className="chip">{marks.archived}</span>}
      {isEdited && <span className="chip accent">{marks.edited}</span>}
    </>
  )
}
