import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src-main/core/db/open-database.ts'
import { scriptedEngine } from '../support/scripted-engine.ts'
import { checkWords } from '../support/seed-rows.ts'
import { startTestCore, type TestCore } from '../support/test-core.ts'

async function add(core: TestCore, text: string): Promise<number> {
  return (await core.ask('persona.add', { text })).id
}

async function find(core: TestCore, query: string): Promise<string[]> {
  return (await core.ask('persona.page', { query })).personas.map(({ text }) => text)
}

function checkIndexes(core: TestCore): void {
  const db = openDatabase(join(core.folder, 'library', 'library.db'))
  checkWords(db)
  const apart = db
    .prepare(
      'SELECT count(*) FROM source_persona JOIN persona ON persona.id = persona_id WHERE source_persona.facets <> persona.facets',
    )
    .pluck()
    .get()
  expect(apart).toBe(0)
  db.close()
}

test('an edited persona has its new text everywhere, keeps the first one through any number of edits, and goes back to it', async () => {
  const core = startTestCore({ now: () => 5_000 })
  const id = await add(core, 'A quillwright in Uppsala')
  const edited = await core.ask('persona.edit', { personaId: id, text: '  Eine Bäckerin aus Lyon, die nie schläft ' })
  expect(edited).toMatchObject({
    ...{ id, text: 'Eine Bäckerin aus Lyon, die nie schläft', isEdited: true, language: 'de' },
    original: { text: 'A quillwright in Uppsala', editedAt: 5_000 },
  })
  expect(await find(core, 'quillwright')).toEqual([])
  expect(await find(core, 'nie schl')).toEqual([edited.text])
  const again = await core.ask('persona.edit', { personaId: id, text: 'A quillwright in Lund' })
  expect(again.original?.text).toBe('A quillwright in Uppsala')
  const [shown] = (await core.ask('persona.page', { query: 'quillwright' })).personas
  expect(shown).toMatchObject({ isEdited: true, language: 'en' })
  checkIndexes(core)

  const back = await core.ask('persona.revert', { personaId: id })
  expect(back).toMatchObject({ text: 'A quillwright in Uppsala', isEdited: false, original: null })
  expect(await find(core, 'Lund')).toEqual([])
  expect(await find(core, 'quillwright upps')).toEqual(['A quillwright in Uppsala'])
  checkIndexes(core)
})

test('of two windows that edit the same persona the second is told, and replaces the text only when it says so', async () => {
  const core = startTestCore()
  const { id, text } = await core.ask('persona.add', { text: 'A bell founder in Innsbruck' })
  await core.ask('persona.edit', { personaId: id, text: 'A bell founder in Graz', editedFrom: text })
  await expect(
    core.ask('persona.edit', { personaId: id, text: 'A bell founder in Linz', editedFrom: text }),
  ).rejects.toMatchObject({ code: 'changed-elsewhere' })
  expect(await core.ask('persona.show', { personaId: id })).toMatchObject({ text: 'A bell founder in Graz' })
  await expect(
    core.ask('persona.revert', { personaId: id, editedFrom: 'A bell founder in Linz' }),
  ).rejects.toMatchObject({
    code: 'changed-elsewhere',
  })
  expect(await core.ask('persona.show', { personaId: id })).toMatchObject({ text: 'A bell founder in Graz' })
  await core.ask('persona.edit', { personaId: id, text: 'A bell founder in Linz' })
  expect(await core.ask('persona.show', { personaId: id })).toMatchObject({ text: 'A bell founder in Linz' })
})

test('the first text, written once more by hand, is no edit; and nothing changed is none either', async () => {
  const core = startTestCore()
  const id = await add(core, 'A tram driver')
  expect(await core.ask('persona.edit', { personaId: id, text: 'A tram driver' })).toMatchObject({ original: null })
  await core.ask('persona.edit', { personaId: id, text: 'A tram DRIVER' })
  expect(await core.ask('persona.edit', { personaId: id, text: 'A bus driver' })).toMatchObject({ isEdited: true })
  expect(await core.ask('persona.edit', { personaId: id, text: 'A tram driver' })).toMatchObject({
    ...{ isEdited: false, original: null },
  })
  expect(await core.ask('persona.revert', { personaId: id })).toMatchObject({ text: 'A tram driver', original: null })
})

test('a text that another persona has, or had before it was edited, is refused in words', async () => {
  const core = startTestCore()
  const [one, other] = [await add(core, 'A glass blower in Murano'), await add(core, 'A snow plough driver')]
  await core.ask('persona.edit', { personaId: one, text: 'A glass blower in Venice' })
  for (const taken of ['a GLASS blower in venice.', 'A glass blower in Murano']) {
    await expect(core.ask('persona.edit', { personaId: other, text: taken })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(
        /Another persona has this text already \(edited\): “A glass blower in Venice”.*Nothing was changed/,
      ),
    })
  }
  await core.ask('persona.archive', { personaIds: [one] })
  await expect(core.ask('persona.edit', { personaId: other, text: 'A glass blower in Venice' })).rejects.toThrow(
    '(archived, edited)',
  )
  expect(await core.ask('persona.show', { personaId: other })).toMatchObject({
    ...{ text: 'A snow plough driver', isEdited: false },
  })
})

test('an empty text, one of 20,001 characters and a persona that is not there are refused, and change nothing', async () => {
  const core = startTestCore()
  const personaId = await add(core, 'A weaver')
  for (const text of ['', ' \n\t ', 'x'.repeat(20_001)]) {
    await expect(core.ask('persona.edit', { personaId, text })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('Nothing was changed'),
    })
    await expect(core.ask('persona.add', { text })).rejects.toMatchObject({ code: 'bad-input' })
  }
  expect(await core.ask('persona.show', { personaId })).toMatchObject({ text: 'A weaver', original: null })
  for (const route of ['persona.show', 'persona.revert'] as const) {
    await expect(core.ask(route, { personaId: 9_999 })).rejects.toMatchObject({ code: 'not-found' })
  }
})

test('control characters, markup and halves of characters are edited like any text', async () => {
  const core = startTestCore()
  const personaId = await add(core, 'A \u0000 nurse')
  const text = `<img src=x onerror="alert(1)"> \u0000 \u202E \ud800 {persona} ${'😀'.repeat(50)}`
  const edited = await core.ask('persona.edit', { personaId, text })
  expect(edited.text).toBe(text.replace('\ud800', '\ufffd'))
  expect((await core.ask('persona.page', { query: 'onerror' })).personas[0]?.text).toBe(edited.text)
  expect(edited.original?.text).toBe('A \u0000 nurse')
  checkIndexes(core)
})

test('a file brings nothing twice after one of its personas was edited, and keeps its place for it', async () => {
  const core = startTestCore()
  writeFileSync(join(core.folder, 'people.txt'), 'A lamplighter\nA ferryman\n')
  const importOnce = async () => {
    const done = core.hub.next('import.done', () => true)
    await core.ask('persona.import', { fileId: 'people.txt', licence: 'CC-BY-4.0' })
    return (await done).result
  }
  const sourceId = (await importOnce())?.sourceId as number
  const [first] = (await core.ask('persona.page', { sourceId })).personas
  await core.ask('persona.edit', { personaId: first!.id, text: 'A lamplighter of Wrocław' })
  expect(await importOnce()).toMatchObject({ added: 0, known: 2 })
  expect(await core.ask('persona.add', { text: 'A lamplighter' })).toMatchObject({ id: first!.id, stood: 'library' })
  expect((await core.ask('persona.page', { sourceId })).personas.map(({ text }) => text)).toEqual([
    'A lamplighter of Wrocław',
    'A ferryman',
  ])
})

test('rows keep the text that they were made from, and still know its source and licence after two edits', async () => {
  const core = startTestCore({
    engine: scriptedEngine(({ prompt }) => ({ text: `${prompt.start} ${'word '.repeat(40)}` })).engine,
  })
  const model = await core.addModel()
  writeFileSync(join(core.folder, 'people.txt'), 'A glass blower in Murano\n')
  const done = core.hub.next('import.done', () => true)
  await core.ask('persona.import', { fileId: 'people.txt', licence: 'CC-BY-4.0', name: 'people' })
  const sourceId = (await done).result?.sourceId as number
  const [persona] = (await core.ask('persona.page', { sourceId })).personas
  const personaId = persona!.id
  const request = { template: { key: 'math' }, personas: { sourceId, count: 0 }, attempts: 1 }
  const runs: number[] = []
  for (const text of ['A glass blower in Venice', 'A glass blower on Burano', undefined]) {
    runs.push((await core.runToEnd(request, model)).id)
    if (text) await core.ask('persona.edit', { personaId, text })
  }
  const personasOf = async (runId: number) => (await core.ask('row.page', { runId })).rows.map((row) => row.persona)
  expect(await Promise.all(runs.map(personasOf))).toEqual([
    ['A glass blower in Murano'],
    ['A glass blower in Venice'],
    ['A glass blower on Burano'],
  ])
  expect(await core.ask('persona.show', { personaId })).toMatchObject({ isUsed: true })

  // The pack says which text was somebody's own; the licence is that of the file in each.
  const packs: { persona: string; edited?: boolean }[] = []
  for (const runId of runs) {
    const fileId = `pack-${runId}.zip`
    const ended = core.hub.next('export.done', () => true)
    await core.ask('export.start', { runId, fileId, pack: true, format: 'jsonl', shape: 'release', minLength: 1 })
    expect((await ended).problem).toBeNull()
    const files = unzipSync(readFileSync(join(core.folder, fileId)))
    packs.push(JSON.parse(strFromU8(files['personas.jsonl'] as Uint8Array)))
    const card = strFromU8(files['README.md'] as Uint8Array)
    expect(card).toContain('| Personas | people (1) | CC-BY-4.0 |')
    expect(card.includes('1 of the personas were edited by hand')).toBe(runId !== runs[0])
  }
  expect(packs).toEqual([
    { persona: 'A glass blower in Murano' },
    { persona: 'A glass blower in Venice', edited: true },
    { persona: 'A glass blower on Burano', edited: true },
  ])
})

test('a page brings the beginning of a text of a megabyte, never half a character; the whole is there to be shown', async () => {
  const core = startTestCore()
  const huge = `A \u0000 sackbut ${'😀é'.repeat(300_000)}`
  writeFileSync(join(core.folder, 'huge.jsonl'), `${JSON.stringify({ persona: huge })}\n`)
  const done = core.hub.next('import.done', () => true)
  await core.ask('persona.import', { fileId: 'huge.jsonl' })
  const sourceId = (await done).result?.sourceId as number
  for (const cut of [10, 13, 14, 15, 4_001]) {
    const [persona] = (await core.ask('persona.page', { sourceId, cut })).personas
    expect(huge.startsWith(persona!.text)).toBe(true)
    expect(persona!.text.isWellFormed()).toBe(true)
    expect(persona!.text.length).toBeGreaterThanOrEqual(cut - 1)
    expect(persona!.text.length).toBeLessThanOrEqual(cut)
  }
  const [persona] = (await core.ask('persona.page', { sourceId })).personas
  expect((await core.ask('persona.show', { personaId: persona!.id })).text).toBe(huge)
  expect(persona).toMatchObject({ length: 'long' })
  const shorter = await core.ask('persona.edit', { personaId: persona!.id, text: 'A sackbut player' })
  expect(shorter.original?.text).toBe(huge)
  expect((await core.ask('persona.revert', { personaId: persona!.id })).text).toBe(huge)
  checkIndexes(core)
})
