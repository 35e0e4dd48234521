import { expect, test } from 'vitest'
import { PersonaFilter } from '#contract/personas'
import { personaFilterOf, personaSearchFrom, personaSearchOf } from '../../src-renderer/persona-search.ts'

test('a filter comes back out of its address, whatever it narrows by', () => {
  const filters: PersonaFilter[] = [
    {},
    { query: 'salt bread', sourceId: 2, selectionId: 3 },
    { languages: ['en', 'und'], lengths: ['short', 'long'], used: true },
    { used: false, archived: true },
  ]
  for (const filter of filters) {
    expect(personaFilterOf(personaSearchFrom(personaSearchOf(filter)))).toEqual(filter)
  }
  expect(personaSearchOf({ languages: [], lengths: [], query: '', archived: false })).toEqual({})
})

test('an address that somebody typed never makes a filter that the core refuses', () => {
  for (const search of [
    { language: 'en,german,e1,,EN', length: 'huge,short', used: 'maybe', archived: 'no' },
    { language: 7, length: {}, used: true, archived: [], sourceId: 'x', selectionId: -1, query: 5 },
    { language: 'en,'.repeat(400), length: '__proto__,constructor' },
  ]) {
    const filter = personaFilterOf(personaSearchFrom(search))
    expect(PersonaFilter.safeParse(filter).success).toBe(true)
  }
  expect(personaFilterOf(personaSearchFrom({ language: 'en,german,e1,,EN', length: 'huge,short' }))).toEqual({
    languages: ['en'],
    lengths: ['short'],
  })
})
