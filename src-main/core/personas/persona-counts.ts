import { type PersonaLength, personaLengths } from '#contract/persona-facets'
import type { PersonaFacetCounts, PersonaFilter } from '#contract/personas'
import { needsGathering } from '../lists/gather-personas.ts'
import { outlineOf } from '../lists/outline.ts'
import { facetTest, unpackFacets } from '../lists/persona-facets.ts'
import { type PersonaLists, withoutQuery } from '../lists/persona-lists.ts'
import type { WordSearch } from '../lists/word-search.ts'

/** Counts for each choice that the facets offer, all from one look at which facets are there how often. */
export function createPersonaCounts(lists: PersonaLists, search: WordSearch, sourceIds: () => number[]) {
  async function classCounts({ query, sourceId, selectionId }: PersonaFilter): Promise<Map<number, number>> {
    const places = { query, sourceId, selectionId }
    if (!needsGathering(places)) return lists.countClasses(sourceId)
    return pairs(await search.find({ of: 'persona-classes', filter: places }))
  }

  async function sourceCounts({ sourceId: _, ...filter }: PersonaFilter): Promise<Map<number, number>> {
    if (needsGathering(filter)) return pairs(await search.find({ of: 'persona-sources', filter }))
    const counts = new Map<number, number>()
    for (const sourceId of sourceIds()) {
      counts.set(sourceId, (await outlineOf(lists.open({ ...withoutQuery(filter), sourceId }))).total)
    }
    return counts
  }

  return async (filter: PersonaFilter): Promise<Omit<PersonaFacetCounts, 'isPartial'>> => {
    const classes = await classCounts(filter)
    const sources = await sourceCounts(filter)

    /** How often each value is there among those that fit but for what `free` takes away. */
    function countBy<T>(free: Partial<PersonaFilter>, facetOf: (facets: number) => T): Map<T, number> {
      const fits = facetTest({ ...filter, ...free })
      const counts = new Map<T, number>()
      for (const [facets, count] of classes) {
        if (fits(facets)) counts.set(facetOf(facets), (counts.get(facetOf(facets)) ?? 0) + count)
      }
      return counts
    }
    const languages = countBy({ languages: undefined }, (facets) => unpackFacets(facets).language)
    const lengths = countBy({ lengths: undefined }, (facets) => unpackFacets(facets).length)
    const used = countBy({ used: undefined }, (facets) => unpackFacets(facets).isUsed)
    const [present, archived] = [false, true].map((each) => sum(countBy({ archived: each }, () => each)))
    return {
      sources: Array.from(sources, ([sourceId, count]) => ({ sourceId, count })),
      languages: Array.from(languages)
        .flatMap(([language, count]) => (language === null ? [] : [{ language, count }]))
        .sort((one, other) => other.count - one.count || (one.language < other.language ? -1 : 1)),
      lengths: personaLengths.map((length: PersonaLength) => ({ length, count: lengths.get(length) ?? 0 })),
      used: { yes: used.get(true) ?? 0, no: used.get(false) ?? 0 },
      archived: { yes: archived ?? 0, no: present ?? 0 },
    }
  }
}

function pairs(flat: Float64Array): Map<number, number> {
  const map = new Map<number, number>()
  for (let at = 0; at < flat.length; at += 2) map.set(flat[at] as number, flat[at + 1] as number)
  return map
}

function sum(counts: Map<unknown, number>): number {
  return Array.from(counts.values()).reduce((total, count) => total + count, 0)
}
