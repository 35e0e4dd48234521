import { AppError } from '#contract/errors'
import type { Output } from '#contract/index'
import type { Persona, PersonaFilter } from '#contract/personas'
import { type Command, type CommandContext, commonHelp, commonOptions, textOf } from '../command.ts'
import type { NodeCore } from '../open-core.ts'
import { personaFilterFrom, personaHelp, personaOptions } from '../persona-options.ts'
import { readNumber } from '../read-number.ts'
import { withCore } from '../with-core.ts'

const mostAtOnce = 500
const wholeText = 100_000

export const personas: Command = {
  summary: 'list, edit, archive and restore personas',
  help: `Usage: loom personas [list] [--search WORDS] [--language en] [--limit 20]
       loom personas edit ID (--text TEXT | --original)
       loom personas archive|restore (ID... | filters | --all)

  --text TEXT         what edit writes; the text that the persona came with is kept
  --original          edit goes back to that text
  --limit N           personas to list (default 20)
  --all               archive or restore every persona that there is
${personaHelp}
${commonHelp}

Archived personas stand in no list, count, sample or new dataset; what was made from them stays as it is.

Examples:
  loom personas --language en --length short --unused
  loom personas edit 12 --text "A tram driver in Lisbon who collects bells"
  loom personas archive --source people.txt --length long`,
  options: {
    ...commonOptions,
    ...personaOptions,
    text: { type: 'string' },
    original: { type: 'boolean' },
    limit: { type: 'string' },
    all: { type: 'boolean' },
  },

  async run(context) {
    const [verb = 'list', ...ids] = context.words
    const action = Object.hasOwn(actions, verb) ? actions[verb] : undefined
    if (!action) throw new AppError('bad-input', `personas knows ${Object.keys(actions).join(', ')}, not “${verb}”.`)
    const personaIds = ids.map((id) => readNumber('ID', id) as number)
    await withCore(context, verb === 'list' ? 'read-if-needed' : 'write', (core) => action(core, context, personaIds))
    return 0
  },
}

const actions: Record<string, (core: NodeCore, context: CommandContext, ids: number[]) => Promise<void>> = {
  async list(core, context) {
    const filter = await personaFilterFrom(core, context)
    const limit = readNumber('limit', textOf(context, 'limit')) ?? 20
    const { isPartial } = await core.ask('persona.facets', filter)
    const { count } = await core.ask('persona.count', filter)
    const found = await readSome(core, filter, limit)
    const sources = new Map((await core.ask('persona.sources', {})).map((source) => [source.id, source]))
    if (isPartial)
      context.note('Language, length and use of older personas are still being worked out: more may be found later.')
    if (context.values['json']) {
      const told = found.map(({ sourceId, ...persona }) => {
        const { name = '', licence = '' } = sources.get(sourceId) ?? {}
        return { ...persona, source: name, licence }
      })
      return context.out(JSON.stringify(told))
    }
    for (const persona of found) context.out(describe(persona, sources.get(persona.sourceId)?.name ?? ''))
    context.note(`${found.length} of ${count} personas that fit.`)
  },

  async edit(core, context, [personaId]) {
    if (personaId === undefined)
      throw new AppError('bad-input', 'Name one, as in: loom personas edit 12 --text "A baker"')
    const text = textOf(context, 'text')
    const isBack = context.values['original'] === true
    if (isBack === (text !== undefined)) throw new AppError('bad-input', 'Give either --text TEXT or --original.')
    const persona = isBack
      ? await core.ask('persona.revert', { personaId })
      : await core.ask('persona.edit', { personaId, text: text ?? '' })
    context.note(persona.original ? 'Edited. The original is kept.' : 'It stands as it came.')
    context.out(context.values['json'] ? JSON.stringify(persona) : persona.text)
  },

  archive: (core, context, ids) => mark(core, context, ids, 'archive'),
  restore: (core, context, ids) => mark(core, context, ids, 'restore'),
}

async function mark(core: NodeCore, context: CommandContext, ids: number[], verb: 'archive' | 'restore') {
  const filter = await personaFilterFrom(core, context)
  const isNarrowed = Object.keys(filter).length > 0
  if ([ids.length > 0, isNarrowed, context.values['all'] === true].filter(Boolean).length !== 1) {
    throw new AppError('bad-input', `Say which: numbers, as in loom personas ${verb} 12 14, or filters, or --all.`)
  }
  const { changed } = await core.ask(`persona.${verb}`, ids.length > 0 ? { personaIds: ids } : filter)
  context.note(`Personas ${verb}d: ${changed}.`)
  if (context.values['json']) context.out(JSON.stringify({ changed }))
}

async function readSome(core: NodeCore, filter: PersonaFilter, limit: number): Promise<Persona[]> {
  const found: Persona[] = []
  for (let after: number | undefined; found.length < limit; ) {
    const start = { limit: Math.min(limit - found.length, mostAtOnce), ...(after === undefined ? {} : { after }) }
    const page: Output<'persona.page'> = await core.ask('persona.page', { ...filter, ...start, cut: wholeText })
    found.push(...page.personas)
    if (page.next === null) break
    after = page.next
  }
  return found
}

function describe({ id, text, language, length, isUsed, isEdited, isArchived }: Persona, source: string): string {
  const marks = [source, language, length, isUsed && 'used', isEdited && 'edited', isArchived && 'archived']
  return `${id}. ${text.replace(/\p{Cc}/gu, ' ')}\n   ${marks.filter(Boolean).join(', ')}`
}
