import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { textKey } from '../../src-main/core/text.ts'
import { startTestCore } from '../support/test-core.ts'

test('a new library holds the starter personas, once', async () => {
  const core = startTestCore()
  expect(await core.ask('persona.count', {})).toEqual({ count: 500 })
  await core.close()
  const again = startTestCore({ folder: core.folder })
  expect(await again.ask('persona.sources', {})).toMatchObject([{ kind: 'starter', licence: 'CC0-1.0', count: 500 }])
})

test('a persona that differs only in case, white space and end marks is the same one', async () => {
  const core = startTestCore()
  const first = await core.ask('persona.add', { text: 'A lock keeper on the Göta canal.' })
  const second = await core.ask('persona.add', { text: '  a LOCK  keeper on the Go\u0308ta canal' })
  expect(first.stood).toBe('nowhere')
  expect(second).toEqual({ ...first, stood: 'library' })
  expect(await core.ask('persona.count', {})).toEqual({ count: 501 })
})

test('pages follow one another in file order and end', async () => {
  const { ask } = startTestCore()
  const texts: string[] = []
  for (let after: number | null = 0; after !== null; ) {
    const page: { personas: { text: string }[]; next: number | null } = await ask('persona.page', { after, limit: 200 })
    texts.push(...page.personas.map(({ text }) => text))
    after = page.next
  }
  expect(new Set(texts).size).toBe(500)
  expect((await ask('persona.sample', { count: 3 })).map(({ text }) => text)).toEqual(texts.slice(0, 3))
})

test('a seeded shuffle orders by SHA-256 of seed and key, whatever the library', async () => {
  const { ask } = startTestCore()
  const all = await ask('persona.sample', { count: 0, limit: 500 })
  const mixed = await ask('persona.sample', { count: 5, shuffleSeed: 'seven' })
  const rank = (text: string) => createHash('sha256').update('seven\n').update(textKey(text)).digest('hex')
  const expected = all.map(({ text }) => text).sort((left, right) => (rank(left) < rank(right) ? -1 : 1))
  expect(mixed.map(({ text }) => text)).toEqual(expected.slice(0, 5))
  expect(await ask('persona.sample', { count: 5, shuffleSeed: 'eight' })).not.toEqual(mixed)
})

test('search finds whole words and the beginning of the last, and no search is a syntax error', async () => {
  const core = startTestCore()
  await core.addPersonas(['A quillwright in Uppsala', 'A quill collector in Åbo', 'Someone else'])
  const found = async (query: string) => (await core.ask('persona.page', { query })).personas.map(({ text }) => text)
  expect(await found('quill')).toHaveLength(2)
  expect(await found('abo quill')).toEqual(['A quill collector in Åbo'])
  expect(await found('quill upp')).toEqual([])
  for (const hostile of ['"', 'NEAR(', 'a OR', "x' --", '*', 'text:quill AND ^']) await found(hostile)
  expect(await found('***')).toEqual([])
})

test('a selection keeps its personas, and a name is given once', async () => {
  const core = startTestCore()
  const selection = await core.ask('selection.create', { name: 'Ten', count: 10, shuffleSeed: '1' })
  expect(selection).toMatchObject({ name: 'Ten', count: 10 })
  expect(await core.ask('persona.count', { selectionId: selection.id })).toEqual({ count: 10 })
  await expect(core.ask('selection.create', { name: 'Ten', count: 1 })).rejects.toMatchObject({ code: 'bad-input' })
  await expect(core.ask('selection.create', { name: 'None', count: 1, query: 'zzzz' })).rejects.toMatchObject({
    code: 'bad-input',
  })
  await core.ask('selection.remove', { selectionId: selection.id })
  expect(await core.ask('selection.list', {})).toEqual([])
})

test('a selection of chosen personas holds exactly those, or all that fit but for some, archived ones left out', async () => {
  const core = startTestCore()
  await core.addPersonas(['A quillwright in Uppsala', 'A quill collector in Åbo', 'Someone else'])
  const found = (await core.ask('persona.page', { query: 'quill' })).personas.map(({ id }) => id)
  const [first, second] = found as [number, number]
  const { personas } = await core.ask('persona.page', {})
  const [other, archived] = personas.map(({ id }) => id) as [number, number]
  await core.ask('persona.archive', { personaIds: [archived] })
  const save = async (name: string, input: Omit<Parameters<typeof core.ask<'selection.create'>>[1], 'name'>) => {
    const { id, count } = await core.ask('selection.create', { name, ...input })
    const held = (await core.ask('persona.page', { selectionId: id, limit: 500 })).personas
    expect(held).toHaveLength(count)
    return held.map((persona) => persona.id)
  }
  expect(await save('By name', { personaIds: [second, other, archived, 99_999], count: 0 })).toEqual([other, second])
  expect(await save('All but one', { query: 'quill', exceptIds: [first], count: 0 })).toEqual([second])
  expect(await save('First of the rest', { query: 'quill', exceptIds: [first], count: 1 })).toEqual([second])
  expect(await save('Shuffled', { personaIds: [second, first], count: 2, shuffleSeed: '1' })).toEqual([first, second])
  const rest = { query: 'quill', exceptIds: [first], count: 0, shuffleSeed: '1' }
  expect(await save('Shuffled rest', rest)).toEqual([second])
  await expect(core.ask('selection.create', { name: 'Gone', personaIds: [archived], count: 0 })).rejects.toThrow(
    'nothing was saved',
  )
})

test('half a surrogate pair is replaced, and NUL is kept', async () => {
  const core = startTestCore()
  const persona = await core.ask('persona.add', { text: 'A \ud800 b \u0000 c' })
  expect(persona.text).toBe('A \ufffd b \u0000 c')
  expect((await core.ask('persona.page', { query: 'c', limit: 500 })).personas.map(({ text }) => text)).toContain(
    persona.text,
  )
})

test('a file offers all its personas in its own order, also those that the library knew', async () => {
  const core = startTestCore()
  const [known] = await core.ask('persona.sample', { count: 1 })
  const texts = ['A glass blower in Murano', known!.text, 'A snow plough driver in Hokkaido']
  writeFileSync(join(core.folder, 'people.txt'), `${texts.join('\n')}\n`)
  const done = core.hub.next('import.done', () => true)
  await core.ask('persona.import', { fileId: 'people.txt' })
  const { result } = await done
  expect(result).toMatchObject({ lines: 3, added: 2, known: 1, skipped: 0 })
  const sourceId = result!.sourceId!
  expect((await core.ask('persona.sample', { count: 0, sourceId })).map(({ text }) => text)).toEqual(texts)
  expect(await core.ask('persona.count', { sourceId })).toEqual({ count: 3 })
  const first = await core.ask('persona.page', { sourceId, limit: 2 })
  const second = await core.ask('persona.page', { sourceId, limit: 2, after: first.next! })
  expect([...first.personas, ...second.personas].map(({ text }) => text)).toEqual(texts)
})
