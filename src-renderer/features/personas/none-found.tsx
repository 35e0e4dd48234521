import { Button } from '@mantine/core'
import type { PersonaFilter } from '#contract/personas'
import { useTexts } from '../../locales/use-texts.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'

type Props = {
  isArchive: boolean
  /** The filters in words. */
  filters: readonly string[]
  /** Personas in the library, and those in the archive once that is known. */
  whole: number
  archived: number | undefined
  onShow: (filter: PersonaFilter) => void
}

/** Why a list is empty, and the way to one that is not. Says nothing until that is known. */
export function NoneFound({ isArchive, filters, whole, archived, onShow }: Props) {
  const { personas: words } = useTexts()
  const showAll = <Button onClick={() => onShow({})}>{words.showAll}</Button>
  const showArchive = <Button onClick={() => onShow({ archived: true })}>{words.showArchive}</Button>

  if (isArchive && archived === 0) {
    return <EmptyState small title={words.noneArchivedTitle} text={words.noneArchivedText} action={showAll} />
  }
  if (whole > 0) {
    if (filters.length === 0) return null
    return <EmptyState small title={words.nothingTitle} text={words.nothingText(whole, filters)} action={showAll} />
  }
  if (!archived) return null
  if (!isArchive) {
    return (
      <EmptyState small title={words.allArchivedTitle} text={words.allArchivedText(archived)} action={showArchive} />
    )
  }
  const others = filters.filter((filter) => filter !== words.chips.archived)
  return <EmptyState small title={words.nothingTitle} text={words.nothingText(archived, others)} action={showArchive} />
}
