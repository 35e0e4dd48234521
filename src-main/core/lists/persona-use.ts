import { usedBit } from './persona-facets.ts'

/** The keys that a persona has and had, as a SELECT. */
const keysOf = (persona: string) =>
  `SELECT ${persona}.key UNION ALL SELECT key FROM persona_alias WHERE persona_id = ${persona}.id`

/** Whether a dataset was made from a persona, in SQL. Tries do not count, and a plan that was cut off never was one. */
export const isUsed = (persona: string) => `
  EXISTS (SELECT 1 FROM run CROSS JOIN item ON item.run_id = run.id AND item.input_kind = 'persona'
          AND item.input_key IN (${keysOf(persona)})
          WHERE run.purpose <> 'try' AND run.status <> 'planning')`

/** Marks the personas of some items as used; `items` narrows them, in SQL. */
export const markUsed = (items: string) => `
  UPDATE persona SET facets = facets | ${usedBit}
  WHERE key IN (SELECT input_key FROM item WHERE ${items}) AND facets & ${usedBit} = 0`

/** Takes the mark from those that are in no dataset after all. */
export const unmarkUnused = (items: string) => `
  UPDATE persona SET facets = facets & ~${usedBit}
  WHERE key IN (SELECT input_key FROM item WHERE ${items}) AND NOT ${isUsed('persona')}`
