import type { RowFilter, RowSort } from '#contract/runs'
import { matchQuery } from './match-query.ts'

/** Characters of a text as it stands; spelt as in the indexes of migration 7, else the rows themselves would be read. */
export const shownLength = 'length(coalesce(item.edited_text, item.text))'
const isEdited = '(item.edited_text IS NOT NULL)'
/** Rows by length, those of one length by their id. */
export const lengthKey = `(min(${shownLength}, 1048575) << 33 | item.id)`

type Order = {
  sort?: RowSort | undefined
  /** Whether no row of another run stands between those of this one. */
  isSolid?: boolean
  /** A further condition, in SQL. */
  only?: string | undefined
}

type Reading = {
  /** Without it up to and with the number `@to`. */
  toEnd?: boolean
  /** Whether a column of `item` is read. */
  ofItem?: boolean
  rest?: string
}

/** Rows in their order, as SQL. */
export type RowList = {
  /** What comes after the number `@after`. */
  select: (columns: string, reading: Reading) => string
  /** A number that orders the rows, no two alike. */
  key: string
  id: string
  order: string
  isByLength: boolean
  isDescending: boolean
  values: Record<string, unknown>
}

/** The rows of a run that fit a filter: the one place that says what a filter means. All is read from indexes alone. */
export function rowList(filter: RowFilter, { sort = 'planned', isSolid = false, only }: Order = {}): RowList {
  const isByLength = sort === 'longest' || sort === 'shortest'
  const isDescending = sort === 'newest' || sort === 'longest'
  const words = wordIndexes(filter)
  // The rarest first: words are, where the order allows it.
  const [lead, ...others] = isByLength ? [undefined, ...words] : words
  const id = lead ? `${lead}.rowid` : 'item.id'
  const key = isByLength ? lengthKey : id
  const clauses = [...facetClauses(filter, isByLength), ...(only ? [`(${only})`] : [])]
  // Numbers are bound as floating point. Indexes of words take only whole ones for a bound, that of lengths only plain ones.
  const whole = (value: string) => (isByLength ? value : `CAST(${value} AS INTEGER)`)
  const between = (number: string, toEnd: boolean) =>
    `${number} ${isDescending ? '<' : '>'} ${whole('@after')}` +
    (toEnd ? '' : ` AND ${number} ${isDescending ? '>=' : '<='} ${whole('@to')}`)

  return {
    select(columns, { toEnd = false, ofItem = false, rest = '' }) {
      const readsItem = lead === undefined || ofItem || !isSolid || clauses.length > 0
      const item = `item INDEXED BY ${isByLength ? 'item_by_length' : 'item_facets'}`
      const where = [
        ...(lead ? [`${lead} MATCH @${lead}`] : []),
        ...(lead && readsItem ? [`item.id = ${id}`] : []),
        ...(readsItem ? ['run_id = @runId'] : []),
        between(key, toEnd),
        ...clauses,
        ...others.map((index) => {
          const part = isByLength ? '' : `AND ${between('rowid', toEnd)}`
          // The plus keeps it from being asked row by row.
          return `+${id} IN (SELECT rowid FROM ${index} WHERE ${index} MATCH @${index} ${part})`
        }),
      ]
      const from = [...(lead ? [lead] : []), ...(readsItem ? [item] : [])].join(' CROSS JOIN ')
      return `SELECT ${columns} FROM ${from} WHERE ${where.join(' AND ')} ${rest}`
    },
    ...{ key, id, isByLength, isDescending },
    order: `ORDER BY ${key} ${isDescending ? 'DESC' : ''}`,
    values: {
      ...Object.fromEntries((filter.states ?? []).map((state, at) => [`state${at}`, state])),
      runId: filter.runId,
      reason: `"${filter.reason}"`,
      verdict: filter.verdict,
      edited: filter.edited ? 1 : 0,
      minLength: filter.minLength,
      maxLength: filter.maxLength,
      item_text: matchQuery(filter.query ?? ''),
      item_persona: matchQuery(filter.persona ?? ''),
    },
  }
}

/** The indexes of words that a filter asks. */
export function wordIndexes({ query, persona }: RowFilter): ('item_text' | 'item_persona')[] {
  return [...(query?.trim() ? (['item_text'] as const) : []), ...(persona?.trim() ? (['item_persona'] as const) : [])]
}

/** Whether any field narrows. */
export function isNarrowed({ runId: _, query, persona, ...facets }: RowFilter): boolean {
  return Boolean(query?.trim() || persona?.trim()) || Object.values(facets).some((value) => value !== undefined)
}

function facetClauses(filter: RowFilter, isByLength: boolean): string[] {
  const { states, reason, verdict, edited, minLength, maxLength } = filter
  // By length the bounds of the page lead; the plus keeps these from taking their place.
  const longer = isByLength ? `+${lengthKey} >= @minLength << 33` : `${shownLength} >= @minLength`
  const shorter = isByLength ? `+${lengthKey} < @maxLength + 1 << 33` : `${shownLength} <= @maxLength`
  return [
    ...(states ? [`state IN (${states.map((_, at) => `@state${at}`).join(', ') || 'NULL'})`] : []),
    ...(reason ? ['instr(reasons, @reason) > 0'] : []),
    ...(verdict ? [verdict === 'none' ? 'verdict IS NULL' : 'verdict = @verdict'] : []),
    ...(edited === undefined ? [] : [`${isEdited} = @edited`]),
    ...(minLength === undefined ? [] : [longer]),
    ...(maxLength === undefined ? [] : [shorter]),
  ]
}
