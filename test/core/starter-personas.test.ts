import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const folder = join(import.meta.dirname, '../../resources/personas')
const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
  readFileSync(join(folder, 'starter.jsonl')),
)
const lines = text.split('\n').slice(0, -1)
const rows: unknown[] = lines.map((line) => JSON.parse(line))
const personas = rows.map((row) => (row as { persona: string }).persona)

const wordSet = (persona: string) => new Set(persona.toLowerCase().match(/[\p{L}\p{M}\p{N}'’]+/gu))

function jaccard(a: Set<string>, b: Set<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length
  return shared / (a.size + b.size - shared)
}

const opening = (persona: string) => persona.toLowerCase().split(' ').slice(0, 4).join(' ')

test('the starter file holds 500 personas, one JSON object a line, the last line closed', () => {
  expect(rows).toEqual(Array.from({ length: 500 }, () => ({ persona: expect.any(String) })))
  expect(text.endsWith('}\n')).toBe(true)
  expect(text).not.toMatch(/\r|\uFEFF/)
})

test('every starter persona has 8 to 45 words, single spaces between them, and ends with a full stop', () => {
  const broken = personas.filter((persona) => {
    const count = persona.split(' ').length
    return count < 8 || count > 45 || /^\s|\s$|\s{2}|[^\S ]/.test(persona) || !persona.endsWith('.')
  })
  expect(broken).toEqual([])
})

test('no starter persona speaks in the first person', () => {
  expect(personas.filter((persona) => /^(I|I['’]\w+|me|my|we|we['’]\w+|us|our)\b/i.test(persona))).toEqual([])
})

test('no starter persona speaks of itself as a persona', () => {
  expect(personas.filter((persona) => /\b(the|this|input|given) persona\b/i.test(persona))).toEqual([])
})

test('no starter persona is there twice', () => {
  expect(personas.filter((persona, index) => personas.indexOf(persona) !== index)).toEqual([])
})

test('no two starter personas share more than half of their words', () => {
  const sets = personas.map(wordSet)
  const close: string[] = []
  for (const [index, words] of sets.entries()) {
    for (const [offset, others] of sets.slice(index + 1).entries()) {
      if (jaccard(words, others) > 0.5) close.push(`${personas[index]} <-> ${personas[index + 1 + offset]}`)
    }
  }
  expect(close).toEqual([])
})

test('no opening of four words begins more than 2 % of the starter personas', () => {
  const counts = new Map<string, number>()
  for (const persona of personas) counts.set(opening(persona), (counts.get(opening(persona)) ?? 0) + 1)
  expect([...counts].filter(([, count]) => count > personas.length * 0.02)).toEqual([])
})

test('the licence beside the starter file names CC0 and says where to read it', () => {
  const licence = readFileSync(join(folder, 'LICENSE'), 'utf8')
  expect(licence).toContain('CC0-1.0')
  expect(licence).toContain('https://creativecommons.org/publicdomain/zero/1.0/')
})
