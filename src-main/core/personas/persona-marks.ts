import type { Database } from 'better-sqlite3'
import type { PersonaFilter } from '#contract/personas'
import { walk } from '../lists/outline.ts'
import { archivedBit } from '../lists/persona-facets.ts'
import { hasQuery, type PersonaLists, withoutQuery } from '../lists/persona-lists.ts'
import type { WordSearch } from '../lists/word-search.ts'

/** Personas of one step: some milliseconds of reading, some tens of writing in one transaction. */
const readAtOnce = 8_192
const markedAtOnce = 500

/** What is done to many personas at once. */
export function createPersonaMarks(db: Database, lists: PersonaLists, search: WordSearch) {
  const selectOfPlaces = db
    .prepare<[{ sourceId: number; places: string }], number>(`
      SELECT persona_id FROM json_each(@places) CROSS JOIN source_persona
      ON source_id = @sourceId AND position = value ORDER BY json_each.key`)
    .pluck()
  const selectPlace = db
    .prepare<[number, number], number>('SELECT position FROM source_persona WHERE source_id = ? AND persona_id = ?')
    .pluck()
  const archive = db
    .prepare<[string], number>(`
      UPDATE persona SET facets = facets | ${archivedBit}
      WHERE id IN (SELECT value FROM json_each(?)) AND facets < ${archivedBit} RETURNING id`)
    .pluck()
  const restore = db
    .prepare<[string], number>(`
      UPDATE persona SET facets = facets & ~${archivedBit}
      WHERE id IN (SELECT value FROM json_each(?)) AND facets >= ${archivedBit} RETURNING id`)
    .pluck()

  /** The ids at some places of a list. */
  const idsAt = ({ sourceId }: PersonaFilter, places: number[]): number[] =>
    sourceId === undefined ? places : selectOfPlaces.all({ sourceId, places: JSON.stringify(places) })

  return {
    /** All that fit, in their order. */
    async idsOf(filter: PersonaFilter): Promise<number[]> {
      const ids: number[] = []
      const take = (places: number[]) => {
        for (const id of idsAt(filter, places)) ids.push(id)
      }
      if (hasQuery(filter)) {
        const places = await search.find({ of: 'personas', filter })
        for (let at = 0; at < places.length; at += readAtOnce) {
          take(Array.from(places.subarray(at, at + readAtOnce)))
          await new Promise(setImmediate)
        }
      } else {
        const list = lists.open(withoutQuery(filter))
        await walk(list, readAtOnce, (after, to) => take(list.keys(after, to, -1, 0)))
      }
      return ids
    },

    /** Those from one persona to another, both among them, in the order of the list; at most `limit`. */
    async idsBetween(filter: PersonaFilter, fromId: number, toId: number, limit: number): Promise<number[]> {
      const { sourceId } = filter
      const ends = [fromId, toId].map((id) => (sourceId === undefined ? id : selectPlace.get(sourceId, id)))
      if (ends.includes(undefined)) return []
      const [first = 0, last = 0] = (ends as number[]).sort((one, other) => one - other)
      const places = hasQuery(filter)
        ? Array.from(await search.find({ of: 'personas', filter })).filter((place) => place >= first && place <= last)
        : lists.open(withoutQuery(filter)).keys(first - 1, last, limit, 0)
      return idsAt(filter, places.slice(0, limit))
    },

    /** Gives those that were not so before. In pieces, so that the app answers meanwhile; `onStep` hears how many are done. */
    async setArchived(
      ids: readonly number[],
      isArchived: boolean,
      onStep: (done: number) => void = () => undefined,
    ): Promise<number[]> {
      const changed: number[] = []
      for (let at = 0; at < ids.length; at += markedAtOnce) {
        if (at > 0) onStep(at)
        const some = JSON.stringify(ids.slice(at, at + markedAtOnce))
        for (const id of (isArchived ? archive : restore).all(some)) changed.push(id)
        await new Promise(setImmediate)
      }
      return changed
    },
  }
}
