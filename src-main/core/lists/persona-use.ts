import { usedBit } from './persona-facets.ts'

/** The keys that a persona has and had, as a SELECT. */
const keysOf = (persona: string) =>
  `SELECT ${persona}.key UNION ALL SELECT key FROM persona_alias WHERE persona_id = ${persona}.id`

/** A plan that was cut off never was a dataset. */
const isPlanned = "run.status <> 'planning'"

/** Whether a dataset was made from a persona, in SQL. Tries and erased ones do not count. */
export const isUsed = (persona: string, counts = isPlanned) => `
  EXISTS (SELECT 1 FROM run CROSS JOIN item ON item.run_id = run.id AND item.input_kind = 'persona'
          AND item.input_key IN (${keysOf(persona)})
          WHERE run.purpose <> 'try' AND run.is_erased = 0 AND ${counts})`

/** Marks the personas of some items as used; `items` narrows them, in SQL. */
export const markUsed = (items: string) => `
  UPDATE persona SET facets = facets | ${usedBit}
  WHERE key IN (SELECT input_key FROM item WHERE ${items}) AND facets & ${usedBit} = 0`

/** Takes the mark from those that are in no dataset after all. */
export const unmarkUnused = (items: string) => `
  UPDATE persona SET facets = facets & ~${usedBit}
  WHERE key IN (SELECT input_key FROM item WHERE ${items}) AND NOT ${isUsed('persona')}`

/** The same where a dataset goes: its personas may be edited by now, and another that is just being planned has its marks. */
export const unmarkErased = (items: string) => `
  UPDATE persona SET facets = facets & ~${usedBit}
  WHERE id IN (SELECT persona.id FROM item JOIN persona ON persona.key = input_key WHERE ${items} UNION
               SELECT persona_id FROM item JOIN persona_alias ON persona_alias.key = input_key WHERE ${items})
    AND facets & ${usedBit} AND NOT ${isUsed('persona', 'TRUE')}`
