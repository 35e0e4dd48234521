import { AppError } from '#contract/errors'
import { lengthBounds, noLanguage, type PersonaLength } from '#contract/persona-facets'
import type { PersonaFilter } from '#contract/personas'
import { type CommandContext, textOf } from './command.ts'
import type { NodeCore } from './open-core.ts'

/** Options that narrow personas by anything but words. */
export const facetOptions = {
  source: { type: 'string' },
  selection: { type: 'string' },
  language: { type: 'string', multiple: true },
  length: { type: 'string', multiple: true },
  used: { type: 'boolean' },
  unused: { type: 'boolean' },
} as const

/** Options that say which personas are meant. */
export const personaOptions = {
  ...facetOptions,
  search: { type: 'string' },
  archived: { type: 'boolean' },
} as const

export const facetHelp = `  --source NAME       where it came from: the name or number of a source
  --selection NAME    only those of a saved selection: its name or number
  --language CODE     as in en or de; ${noLanguage} where it is not evident; may be given more than once
  --length LENGTH     short (up to ${lengthBounds.short} words), middle (up to ${lengthBounds.middle}) or long; more than once too
  --used              only personas that are in a dataset; --unused only the others`

export const personaHelp = `  --search WORDS      words in the persona; the last one also as a beginning
${facetHelp}
  --archived          only archived ones, which are left out otherwise`

/** The filter that the options name. Refuses a source or a selection that there is not with `not-found`. */
export async function personaFilterFrom(core: NodeCore, context: CommandContext): Promise<PersonaFilter> {
  const { used, unused, archived, language, length } = context.values
  if (used && unused) throw new AppError('bad-input', 'A persona is used or it is not: leave one of the two out.')
  const [source, selection] = [textOf(context, 'source'), textOf(context, 'selection')]
  const filter = {
    query: textOf(context, 'search'),
    sourceId: source === undefined ? undefined : findNamed('source', source, await core.ask('persona.sources', {})),
    selectionId:
      selection === undefined ? undefined : findNamed('selection', selection, await core.ask('selection.list', {})),
    languages: Array.isArray(language) ? language : undefined,
    lengths: Array.isArray(length) ? (length as PersonaLength[]) : undefined,
    used: used || unused ? used === true : undefined,
    archived: archived ? true : undefined,
  }
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as PersonaFilter
}

function findNamed(what: string, wanted: string, all: readonly { id: number; name: string }[]): number {
  const found = all.find(({ name }) => name === wanted) ?? all.find(({ id }) => String(id) === wanted)
  if (found) return found.id
  const names = all.map(({ id, name }) => `${name} (${id})`).join(', ') || 'none yet'
  throw new AppError('not-found', `There is no ${what} “${wanted}”. There are: ${names}.`)
}
