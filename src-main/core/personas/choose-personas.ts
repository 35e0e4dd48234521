import { createHash } from 'node:crypto'
import type { PersonaChoice, WhichPersonas } from '#contract/personas'
import type { KeyedPersona, PersonaRepository } from './persona-repository.ts'

type Choice = PersonaChoice & Pick<WhichPersonas, 'personaIds' | 'exceptIds'>

const pageSize = 5000

/**
 * The personas of a choice, in the order of a run: file order, or the order of SHA-256(seed, persona key), which does
 * not depend on where the persona came from. Other work goes on between pages.
 */
export async function choosePersonas(
  personas: PersonaRepository,
  choice: Choice,
  limit = Infinity,
): Promise<KeyedPersona[]> {
  const wanted = Math.min(choice.count === 0 ? Infinity : choice.count, limit)
  if (choice.shuffleSeed === undefined) return takeFirst(personas, choice, wanted)

  const order: { id: number; rank: string }[] = []
  for await (const { id, key } of meant(personas, choice, (after) => personas.keys(choice, after, pageSize))) {
    order.push({ id, rank: createHash('sha256').update(`${choice.shuffleSeed}\n`).update(key).digest('hex') })
  }
  order.sort((left, right) => (left.rank < right.rank ? -1 : 1))
  return order.slice(0, wanted).flatMap(({ id }) => personas.byId(id) ?? [])
}

async function takeFirst(personas: PersonaRepository, choice: Choice, wanted: number): Promise<KeyedPersona[]> {
  const chosen: KeyedPersona[] = []
  const size = Math.min(pageSize, wanted)
  for await (const persona of meant(personas, choice, (after) => personas.page(choice, { after, limit: size }))) {
    if (chosen.length >= wanted) break
    chosen.push(persona)
  }
  return chosen
}

/** Those that are chosen by their ids, without the archived ones; or all that fit but for the excepted. */
async function* meant<T extends { id: number; at: number }>(
  personas: PersonaRepository,
  { personaIds, exceptIds }: Choice,
  read: (after: number | undefined) => Promise<T[]>,
): AsyncGenerator<T | KeyedPersona> {
  const except = new Set(exceptIds)
  if (personaIds === undefined) {
    for await (const persona of pages(read)) if (!except.has(persona.id)) yield persona
    return
  }
  const ids = Array.from(new Set(personaIds).difference(except)).sort((one, other) => one - other)
  for (const [at, id] of ids.entries()) {
    if (at % pageSize === pageSize - 1) await new Promise(setImmediate)
    const persona = personas.byId(id)
    if (persona && !persona.isArchived) yield persona
  }
}

async function* pages<T extends { at: number }>(read: (after: number | undefined) => Promise<T[]>): AsyncGenerator<T> {
  for (let after: number | undefined; ; ) {
    const page: T[] = await read(after)
    yield* page
    const last = page.at(-1)
    if (!last) return
    after = last.at
    await new Promise(setImmediate)
  }
}
