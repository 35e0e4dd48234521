import { noLanguage, personaLengths } from '#contract/persona-facets'
import type { PersonaFilter } from '#contract/personas'
import { asNumber, asOneOf, asText, dropMissing } from './search-params.ts'

/** Which personas are shown, as it stands in an address; several values are joined by commas. */
export function personaSearchFrom(search: Record<string, unknown>) {
  return dropMissing({
    query: asText(search['query']),
    sourceId: asNumber(search['sourceId']),
    selectionId: asNumber(search['selectionId']),
    language: asList(search['language'], (each) => each === noLanguage || /^[a-z]{2}$/.test(each)),
    length: asList(search['length'], (each) => asOneOf(each, personaLengths) !== undefined),
    used: asOneOf(search['used'], ['yes', 'no'] as const),
    archived: asOneOf(search['archived'], ['yes'] as const),
  })
}

export type PersonaSearch = ReturnType<typeof personaSearchFrom>

export function personaFilterOf({ language, length, used, archived, ...rest }: PersonaSearch): PersonaFilter {
  return {
    ...dropMissing({ query: rest.query, sourceId: rest.sourceId, selectionId: rest.selectionId }),
    ...(language === undefined ? {} : { languages: language.split(',') }),
    ...(length === undefined ? {} : { lengths: personaLengths.filter((each) => length.split(',').includes(each)) }),
    ...(used === undefined ? {} : { used: used === 'yes' }),
    ...(archived === undefined ? {} : { archived: true }),
  }
}

export function personaSearchOf({ languages, lengths, used, archived, ...rest }: PersonaFilter): PersonaSearch {
  return dropMissing({
    query: rest.query || undefined,
    sourceId: rest.sourceId,
    selectionId: rest.selectionId,
    language: languages?.length ? languages.join(',') : undefined,
    length: lengths?.length ? lengths.join(',') : undefined,
    used: used === undefined ? undefined : ((used ? 'yes' : 'no') as 'yes' | 'no'),
    archived: archived ? ('yes' as const) : undefined,
  })
}

function asList(value: unknown, isAllowed: (each: string) => boolean): string | undefined {
  const all = new Set(asText(value)?.split(',').filter(isAllowed))
  return all.size === 0 ? undefined : Array.from(all).join(',')
}
