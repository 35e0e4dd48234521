import { existsSync, readFileSync } from 'node:fs'
import { AppError } from '#contract/errors'
import type { Handlers, Publish } from '#contract/index'
import type { Persona, PersonaDetail, PersonaFilter, Selection, WhichPersonas } from '#contract/personas'
import type { Clock } from '../clock.ts'
import { storableText, textKey } from '../text.ts'
import { choosePersonas } from './choose-personas.ts'
import type { KeyedPersona, PersonaRepository } from './persona-repository.ts'

type Deps = {
  personas: PersonaRepository
  publish: Publish
  clock: Clock
  /** Whether a filter asks for what is still being worked out. */
  isPartial: (filter: PersonaFilter) => boolean
}
type Undo = { ids: readonly number[]; wasArchived: boolean }

const undosKept = 20
const tellEveryMs = 200
/** Fewer are done before anybody could read it. */
const toldFrom = 10_000
const mostRanged = 100_000
const shownCharacters = 80

export function createPersonaService({ personas, publish, clock, isPartial }: Deps) {
  let lastUndo = 0
  const undos = new Map<number, Undo>()

  function find(personaId: number): KeyedPersona {
    const persona = personas.byId(personaId)
    if (!persona) throw new AppError('not-found', `There is no persona ${personaId}.`)
    return persona
  }

  function show(personaId: number): PersonaDetail {
    const original = personas.original(personaId)
    return {
      ...withoutKey(find(personaId)),
      original: original ? { text: original.text, editedAt: original.editedAt } : null,
    }
  }

  function refuseOvertaken(there: Pick<Persona, 'text'>, editedFrom: string | undefined): void {
    if (editedFrom === undefined || editedFrom === there.text) return
    throw new AppError(
      'changed-elsewhere',
      'This persona was changed in another window since you began to edit it here. Nothing was stored, and what you wrote still stands here. Save it all the same to replace the other text.',
    )
  }

  /** Refuses a text that another persona has, or had before it was edited. */
  function refuseTaken(key: Buffer, personaId: number): void {
    const holder = personas.holderOf(key)
    if (holder === undefined || holder === personaId) return
    const { text, isArchived, isEdited } = find(holder)
    const shown = text.length > shownCharacters ? `${text.slice(0, shownCharacters).toWellFormed()}…` : text
    const standing = [isArchived ? 'archived' : '', isEdited ? 'edited' : ''].filter(Boolean).join(', ')
    throw new AppError(
      'bad-input',
      `Another persona has this text already${standing ? ` (${standing})` : ''}: “${shown}”. Nothing was changed. Write something else, or use that one.`,
    )
  }

  /** As `setArchived` of the repository, and tells how far it has come. */
  function mark(ids: readonly number[], isArchived: boolean): Promise<number[]> {
    let toldAt = Number.NEGATIVE_INFINITY
    return personas.setArchived(ids, isArchived, (done) => {
      if (ids.length < toldFrom || performance.now() - toldAt < tellEveryMs) return
      toldAt = performance.now()
      publish('persona.marking', { done, planned: ids.length })
    })
  }

  async function setArchived({ personaIds, exceptIds, ...filter }: WhichPersonas, isArchived: boolean) {
    if (personaIds === undefined) refusePartial(isPartial(filter))
    const except = new Set(exceptIds)
    const ids = (personaIds ?? (await personas.idsOf(filter))).filter((id) => !except.has(id))
    const changed = await mark(ids, isArchived)
    undos.set(++lastUndo, { ids: changed, wasArchived: !isArchived })
    undos.delete(lastUndo - undosKept)
    return { changed: changed.length, undoId: lastUndo }
  }

  return {
    async 'persona.page'({ after, skip, limit, cut, ...filter }) {
      const page = await personas.page(filter, { after, skip, limit }, cut)
      return { personas: page.map(withoutKey), next: page.length === limit ? (page.at(-1)?.at ?? null) : null }
    },

    'persona.outline': (filter) => personas.outline(filter),

    'persona.count': async (filter) => ({ count: await personas.count(filter) }),

    async 'persona.facets'(filter) {
      return { ...(await personas.facetCounts(filter)), isPartial: isPartial({ used: true }) }
    },

    'persona.range': async ({ fromId, toId, ...filter }) => ({
      ids: await personas.idsBetween(filter, fromId, toId, mostRanged),
    }),

    async 'persona.sample'({ limit, ...choice }) {
      return (await choosePersonas(personas, choice, limit)).map(withoutKey)
    },

    'persona.sources': () => personas.sources(),

    'persona.show': ({ personaId }) => show(personaId),

    async 'persona.add'({ text }) {
      const stored = storableText(text).text
      const sourceId =
        personas.sourceOfKind('manual') ??
        personas.addSource({ name: 'Added by hand', kind: 'manual', licence: '', sha256: '', addedAt: clock.now() })
      const { id, added } = personas.add({ key: textKey(stored), text: stored, sourceId, addedAt: clock.now() })
      const restored = await personas.setArchived([id], false)
      return { ...withoutKey(find(id)), stood: added ? 'nowhere' : restored.length > 0 ? 'archive' : 'library' }
    },

    'persona.edit'({ personaId, text, editedFrom }) {
      refuseOvertaken(find(personaId), editedFrom)
      const stored = storableText(text).text
      const key = textKey(stored)
      refuseTaken(key, personaId)
      personas.edit(personaId, { key, text: stored }, clock.now())
      return show(personaId)
    },

    'persona.revert'({ personaId, editedFrom }) {
      refuseOvertaken(find(personaId), editedFrom)
      personas.revert(personaId)
      return show(personaId)
    },

    'persona.archive': (which) => setArchived(which, true),
    'persona.restore': (which) => setArchived({ ...which, archived: true }, false),

    async 'persona.undo'({ undoId }) {
      const undo = undos.get(undoId)
      if (!undo) {
        throw new AppError(
          'not-found',
          'This can no longer be undone. The personas are as they stand; archive or restore them by hand.',
        )
      }
      undos.delete(undoId)
      return { changed: (await mark(undo.ids, undo.wasArchived)).length }
    },

    'selection.list': () => personas.selections(),

    async 'selection.create'({ name, ...choice }): Promise<Selection> {
      if (choice.archived) {
        throw new AppError('bad-input', 'Archived personas cannot be saved as a selection. Restore them first.')
      }
      if (personas.selectionNamed(name) !== undefined) {
        throw new AppError('bad-input', `There is a selection called “${name}” already. Choose another name.`)
      }
      if (choice.personaIds === undefined) refusePartial(isPartial(choice))
      const chosen = await choosePersonas(personas, choice)
      if (chosen.length === 0) throw new AppError('bad-input', 'No persona fits, so nothing was saved.')
      const ids = chosen.map(({ id }) => id)
      const createdAt = clock.now()
      return { id: personas.addSelection(name, createdAt, ids), name, createdAt, count: ids.length }
    },

    'selection.remove': ({ selectionId }) => personas.removeSelection(selectionId),
  } satisfies Partial<Handlers>
}

/** Whoever acts on what was found must not miss what is not known yet; throws `busy`. */
export function refusePartial(isPartial: boolean): void {
  if (!isPartial) return
  throw new AppError(
    'busy',
    'Language, length and use of older personas are still being worked out, so not all that fit are found yet. Nothing was changed. Try again in a minute.',
  )
}

/** Puts the starter personas into a library that has none. */
export function addStarters({ personas, clock }: Pick<Deps, 'personas' | 'clock'>, file: string): void {
  if (personas.sourceOfKind('starter') !== undefined || !existsSync(file)) return
  personas.together(() => {
    const source = { name: 'Starter personas', kind: 'starter', licence: 'CC0-1.0', sha256: '' } as const
    const sourceId = personas.addSource({ ...source, addedAt: clock.now() })
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      if (!line) continue
      const { persona } = JSON.parse(line) as { persona: string }
      personas.add({ key: textKey(persona), text: persona, sourceId, addedAt: clock.now() })
    }
  })
}

function withoutKey({ key: _, at: __, ...persona }: KeyedPersona): Persona {
  return persona
}
