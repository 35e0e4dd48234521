import { createHash } from 'node:crypto'
import type { PersonaChoice } from '#contract/personas'
import type { KeyedPersona, PersonaRepository } from './persona-repository.ts'

const pageSize = 5000

/**
 * The personas of a choice, in the order of a run: file order, or the order of SHA-256(seed, persona key), which does
 * not depend on where the persona came from. Other work goes on between pages.
 */
export async function choosePersonas(
  personas: PersonaRepository,
  choice: PersonaChoice,
  limit = Infinity,
): Promise<KeyedPersona[]> {
  const wanted = Math.min(choice.count === 0 ? Infinity : choice.count, limit)
  if (choice.shuffleSeed === undefined) return takeFirst(personas, choice, wanted)

  const order: { id: number; rank: string }[] = []
  for await (const { id, key } of pages((after) => personas.keys(choice, after, pageSize))) {
    order.push({ id, rank: createHash('sha256').update(`${choice.shuffleSeed}\n`).update(key).digest('hex') })
  }
  order.sort((left, right) => (left.rank < right.rank ? -1 : 1))
  return order.slice(0, wanted).flatMap(({ id }) => personas.byId(id) ?? [])
}

async function takeFirst(personas: PersonaRepository, choice: PersonaChoice, wanted: number): Promise<KeyedPersona[]> {
  const chosen: KeyedPersona[] = []
  const size = Math.min(pageSize, wanted)
  for await (const persona of pages((after) => personas.page(choice, { after, limit: size }))) {
    if (chosen.length >= wanted) break
    chosen.push(persona)
  }
  return chosen
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
