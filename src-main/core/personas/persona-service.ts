import { existsSync, readFileSync } from 'node:fs'
import { AppError } from '#contract/errors'
import type { Handlers } from '#contract/index'
import type { Persona, Selection } from '#contract/personas'
import type { Clock } from '../clock.ts'
import { storableText, textKey } from '../text.ts'
import { choosePersonas } from './choose-personas.ts'
import type { KeyedPersona, PersonaRepository } from './persona-repository.ts'

type Deps = { personas: PersonaRepository; clock: Clock }

export function createPersonaService({ personas, clock }: Deps) {
  return {
    async 'persona.page'({ after, skip, limit, ...filter }) {
      const page = await personas.page(filter, after, limit, skip)
      return { personas: page.map(withoutKey), next: page.length === limit ? (page.at(-1)?.at ?? null) : null }
    },

    'persona.outline': (filter) => personas.outline(filter),

    'persona.count': async (filter) => ({ count: await personas.count(filter) }),

    async 'persona.sample'({ limit, ...choice }) {
      return (await choosePersonas(personas, choice, limit)).map(withoutKey)
    },

    'persona.sources': () => personas.sources(),

    'persona.add'({ text }) {
      const stored = storableText(text).text
      const manual = personas.sources().find(({ kind }) => kind === 'manual')
      const sourceId =
        manual?.id ??
        personas.addSource({ name: 'Added by hand', kind: 'manual', licence: '', sha256: '', addedAt: clock.now() })
      const { id } = personas.add({ key: textKey(stored), text: stored, sourceId, addedAt: clock.now() })
      return withoutKey(personas.byId(id) as KeyedPersona)
    },

    'selection.list': () => personas.selections(),

    async 'selection.create'({ name, ...choice }): Promise<Selection> {
      if (personas.selections().some((selection) => selection.name === name)) {
        throw new AppError('bad-input', `There is a selection called “${name}” already. Choose another name.`)
      }
      const chosen = await choosePersonas(personas, choice)
      if (chosen.length === 0) throw new AppError('bad-input', 'No persona fits, so nothing was saved.')
      const selectionId = personas.addSelection(
        name,
        clock.now(),
        chosen.map(({ id }) => id),
      )
      return personas.selections().find(({ id }) => id === selectionId) as Selection
    },

    'selection.remove': ({ selectionId }) => personas.removeSelection(selectionId),
  } satisfies Partial<Handlers>
}

/** Puts the starter personas into a library that has none. */
export function addStarters({ personas, clock }: Deps, file: string): void {
  if (personas.sources().some(({ kind }) => kind === 'starter') || !existsSync(file)) return
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

function withoutKey({ id, text, sourceId }: KeyedPersona): Persona {
  return { id, text, sourceId }
}
