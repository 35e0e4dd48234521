import { Modal } from '@mantine/core'
import { IconArchive, IconArchiveOff, IconPencil } from '@tabler/icons-react'
import { type MouseEvent, memo, useState } from 'react'
import type { Persona, PersonaSource } from '#contract/personas'
import { useRequest } from '../../client/use-request.ts'
import { useTexts } from '../../locales/use-texts.tsx'
import { SayError } from '../../ui/say-error.tsx'
import { useLanguageName } from '../../ui/use-persona-chips.ts'
import { markWords } from './mark-words.ts'
import styles from './persona-library.module.css'

/** What two lines hold, in letters, of a narrow, a middle and a wide list. */
const narrowLength = 160
const middleLength = 195
const wideLength = 250
/** Letters as wide as two. */
const wide = /[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/g
/** More than two lines of the widest window, so that nothing is marked that nobody sees. */
const shownLength = 400
/** Of a text in the name of a button. */
const namedLength = 80

type Props = {
  persona: Persona
  source: PersonaSource | undefined
  query: string
  isChosen: boolean
  onChoose: (personaId: number, range: boolean) => void
  onEdit: (personaId: number) => void
  onArchive: (persona: Persona) => void
}

/**
 * A persona in two lines; a longer one can be read whole above the list, whose lines all have one height. Plain boxes and
 * buttons, because a dozen of each come and go with every turn of the wheel.
 */
export const PersonaItem = memo(function PersonaItem(props: Props) {
  const { persona, source, query, isChosen, onChoose, onEdit, onArchive } = props
  const { common, personas: words } = useTexts()
  const [isWhole, setIsWhole] = useState(false)
  const name = persona.text.slice(0, namedLength)
  const fits = whereItFits(persona.text)
  const Archive = persona.isArchived ? IconArchiveOff : IconArchive
  return (
    <article className={styles.item} data-persona={persona.id} data-chosen={isChosen || undefined} tabIndex={-1}>
      <input
        type="checkbox"
        className={styles.box}
        aria-label={words.choose(name)}
        checked={isChosen}
        onClick={(event: MouseEvent) => onChoose(persona.id, event.shiftKey)}
        readOnly
      />
      <p className={styles.cut} dir="auto">
        <Marked text={persona.text.slice(0, shownLength)} query={query} />
      </p>
      <div className={styles.meta}>
        <span className="cut">{source?.name}</span>
        {source?.licence && <span className="cut">{source.licence}</span>}
        <Marks persona={persona} />
        {fits !== 'everywhere' && (
          <button type="button" className={styles.act} data-fits={fits} onClick={() => setIsWhole(true)}>
            {common.readWhole}
          </button>
        )}
      </div>
      <div className={styles.acts}>
        <button type="button" className={styles.act} aria-label={words.edit(name)} onClick={() => onEdit(persona.id)}>
          <IconPencil size={16} stroke={1.5} />
        </button>
        <button
          type="button"
          className={styles.act}
          aria-label={persona.isArchived ? words.restoreOne(name) : words.archiveOne(name)}
          onClick={() => onArchive(persona)}
        >
          <Archive size={16} stroke={1.5} />
        </button>
      </div>
      {isWhole && <WholePersona persona={persona} query={query} onClose={() => setIsWhole(false)} />}
    </article>
  )
})

/** The lists whose two lines hold a text; how wide one is only its style knows. */
function whereItFits(text: string): 'everywhere' | 'middle' | 'wide' | 'nowhere' {
  const length = text.length + (text.length <= wideLength ? (text.match(wide)?.length ?? 0) : 0)
  if (length <= narrowLength) return 'everywhere'
  if (length <= middleLength) return 'middle'
  return length <= wideLength ? 'wide' : 'nowhere'
}

function WholePersona({ persona, query, onClose }: Pick<Props, 'persona' | 'query'> & { onClose: () => void }) {
  const { personas: words } = useTexts()
  // A page brings no more than the beginning of a very long one.
  const detail = useRequest('persona.show', { personaId: persona.id })
  return (
    <Modal opened onClose={onClose} title={words.whole} size="lg">
      {detail.error && <SayError error={detail.error} onRetry={() => void detail.refetch()} />}
      <p className="read" dir="auto">
        <Marked text={detail.data?.text ?? persona.text} query={query} />
      </p>
    </Modal>
  )
}

function Marked({ text, query }: { text: string; query: string }) {
  return markWords(text, query).map(({ text: piece, isMarked }, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces are fixed by their place in the text
    isMarked ? <mark key={at}>{piece}</mark> : piece,
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
