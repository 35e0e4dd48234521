import { noLanguage } from '#contract/persona-facets'
import type { PersonaFilter } from '#contract/personas'
import { useTexts } from '../locales/use-texts.tsx'
import type { FilterChip } from './filter-chips.tsx'

type Names = { source?: string | undefined; selection?: string | undefined }

/** A language's name, or that it is not evident. */
export function useLanguageName(): (language: string) => string {
  const { personas: words, format } = useTexts()
  return (language) => (language === noLanguage ? words.noLanguage : format.language(language))
}

/** Every part of a filter in words, each with the way to take it away. */
export function usePersonaChips(
  filter: PersonaFilter,
  names: Names,
  onNarrow: (change: PersonaFilter) => void,
): FilterChip[] {
  const { personas: words } = useTexts()
  const languageName = useLanguageName()
  const { query, sourceId, selectionId, languages = [], lengths = [], used, archived } = filter
  const chip = (label: string, change: { [K in keyof PersonaFilter]: PersonaFilter[K] | undefined }): FilterChip => ({
    label,
    onDrop: () => onNarrow(change as PersonaFilter),
  })
  return [
    ...(query ? [chip(words.chips.words(query), { query: undefined })] : []),
    ...(sourceId === undefined ? [] : [chip(words.chips.from(names.source ?? ''), { sourceId: undefined })]),
    ...(selectionId === undefined
      ? []
      : [chip(words.chips.selection(names.selection ?? ''), { selectionId: undefined })]),
    ...languages.map((each) =>
      chip(words.chips.language(languageName(each)), { languages: languages.filter((other) => other !== each) }),
    ),
    ...lengths.map((each) =>
      chip(words.chips.length(words.lengths[each]), { lengths: lengths.filter((other) => other !== each) }),
    ),
    ...(used === undefined ? [] : [chip(words.uses[used ? 'yes' : 'no'], { used: undefined })]),
    ...(archived ? [chip(words.chips.archived, { archived: undefined })] : []),
  ]
}
