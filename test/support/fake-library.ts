import { AppError } from '#contract/errors'
import type { Output } from '#contract/index'
import type { Persona, PersonaFilter, PersonaSource, Selection } from '#contract/personas'
import type { Answers } from './show-page.tsx'

export const choir: PersonaSource = { id: 1, name: 'choir', kind: 'file', licence: 'CC0-1.0', count: 0, addedAt: 0 }

/** Personas in memory, as the core answers for them: archived and brought back, edited, step by step undone. */
export function fakeLibrary(texts: readonly string[]) {
  const personas = texts.map((text, at) => ({
    ...{ id: at + 1, text, sourceId: choir.id, language: 'en', length: 'short' as const },
    ...{ isUsed: false, isArchived: false, isEdited: false },
  }))
  const selections: Selection[] = []
  const undos: (() => number)[] = []
  const fitting = ({ archived = false, query = '' }: PersonaFilter): Persona[] =>
    personas.filter((each) => each.isArchived === archived && each.text.includes(query))
  const find = (id: number) => personas.find((each) => each.id === id) as (typeof personas)[number]

  function mark(isArchived: boolean, which: PersonaFilter & { personaIds?: number[]; exceptIds?: number[] }) {
    const { personaIds, exceptIds, ...filter } = which
    const meant = personaIds?.map(find) ?? fitting(filter).map(({ id }) => find(id))
    const changed = meant.filter((each) => each.isArchived !== isArchived && !exceptIds?.includes(each.id))
    const set = (value: boolean) => {
      for (const each of changed) each.isArchived = value
      return changed.length
    }
    undos.push(() => set(!isArchived))
    return { changed: set(isArchived), undoId: undos.length - 1 }
  }

  const answers: Answers = {
    'app.info': () =>
      ({ personaCount: fitting({}).length, templateCount: 0, runCount: 0, modelCount: 0 }) as Output<'app.info'>,
    'persona.sources': () => [choir],
    'selection.list': () => selections,
    'selection.create': ({ name, personaIds, exceptIds, ...filter }) => {
      const ids = personaIds ?? fitting(filter).flatMap(({ id }) => (exceptIds?.includes(id) ? [] : [id]))
      const selection = { id: selections.length + 7, name, count: ids.length, createdAt: 0 }
      selections.push(selection)
      return selection
    },
    'persona.outline': (filter) => ({ total: fitting(filter).length, landmarks: [] }),
    'persona.count': (filter) => ({ count: fitting(filter).length }),
    'persona.page': ({ skip = 0, limit = 200, ...filter }) => ({
      personas: fitting(filter)
        .slice(skip, skip + limit)
        .map((each) => ({ ...each })),
      next: null,
    }),
    'persona.show': ({ personaId }) => ({ ...find(personaId), original: null }),
    'persona.edit': ({ personaId, text }) => ({
      ...Object.assign(find(personaId), { text, isEdited: true }),
      original: { text: texts[personaId - 1] ?? '', editedAt: 0 },
    }),
    'persona.revert': ({ personaId }) => ({
      ...Object.assign(find(personaId), { text: texts[personaId - 1], isEdited: false }),
      original: null,
    }),
    'persona.archive': (which) => mark(true, which),
    'persona.restore': (which) => mark(false, which),
    'persona.undo': ({ undoId }) => ({ changed: undos[undoId]?.() ?? 0 }),
  }
  return { answers, inLibrary: () => fitting({}).map(({ text }) => text) }
}

export function refuse(message: string): never {
  throw new AppError('disk-full', message)
}
