import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../src-main/core/db/open-database.ts'
import { gatherSimilar } from '../../src-main/core/lists/gather-similar.ts'
import { likenessOf, wordSetOf } from '../../src-main/core/lists/word-likeness.ts'
import { randomFrom } from '../../src-main/core/seed.ts'
import { type SeededRow, seedRows, seedRun } from '../support/seed-rows.ts'
import { startTestCore } from '../support/test-core.ts'

const row = (text: string, more: Partial<SeededRow> = {}): SeededRow => ({
  ...{ persona: 'A baker', text, state: 'accepted', reasons: [], verdict: null, editedText: null, ...more },
})

function seeded(rows: readonly SeededRow[]) {
  const core = startTestCore()
  const db = openDatabase(join(core.folder, 'library', 'library.db'))
  onTestFinished(() => void db.close())
  const runId = seedRun(db)
  seedRows(db, runId, rows)
  return { core, db, runId }
}

const idAt = (core: ReturnType<typeof startTestCore>, runId: number, at: number) =>
  core.ask('row.page', { runId, from: at, limit: 1 }).then(({ rows }) => rows[0]?.id as number)

async function similarTo(core: ReturnType<typeof startTestCore>, runId: number, at: number, more: object = {}) {
  const found = await core.ask('row.similar', { rowId: await idAt(core, runId, at), ...more })
  return { ...found, rows: found.rows.map(({ row, likeness }) => [row.position, likeness]) }
}

test('rows of the same dataset come by the share of words that they have in common, most alike first', async () => {
  const { core, db, runId } = seeded([
    row('bread rises in a warm kitchen'),
    row('bread rises in a cold kitchen'),
    row('Bread rises, in a WARM kitchen!', { state: 'duplicate' }),
    row('ships sail in a gale'),
    row('no word at all of it'),
  ])
  // Another dataset's rows among them.
  seedRows(db, seedRun(db, 'Another'), [row('bread rises in a warm kitchen')])
  seedRows(db, runId, [row('the last of them')])
  expect(await similarTo(core, runId, 0)).toEqual({
    rows: [
      [2, 1],
      [1, 5 / 7],
    ],
    total: 2,
    isPartial: false,
  })
  expect((await similarTo(core, runId, 0, { atLeast: 0.2 })).rows).toEqual([
    [2, 1],
    [1, 5 / 7],
    [3, 2 / 9],
  ])
  expect(await similarTo(core, runId, 0, { limit: 1 })).toMatchObject({ rows: [[2, 1]], total: 2 })
  await expect(core.ask('row.similar', { rowId: 999 })).rejects.toMatchObject({ code: 'not-found' })
})

test('what counts is the text as it was edited, and of JSON its values alone', async () => {
  const json = (name: string) => `{"tool_name": "${name}", "parameters": {"description": "${name} of a ledger"}}`
  const { core, runId } = seeded([
    row('a pot of stew', { editedText: 'a loaf of rye' }),
    row('a loaf of rye'),
    row('a pot of stew'),
    row(json('sum')),
    row(json('audit')),
    row('{"tool_name": "sum", "parameters": {"descr'),
  ])
  expect((await similarTo(core, runId, 0)).rows).toEqual([[1, 1]])
  // Of four words each they share three: sum and audit differ. With the keys it would be six of eight.
  expect((await similarTo(core, runId, 3)).rows).toEqual([[4, 3 / 5]])
})

test('texts without words, of signs alone or in other scripts are no trouble', async () => {
  const { core, runId } = seeded([
    row(''),
    row('!!! ???'),
    row('麺包は暖かい台所で膨らむ'),
    row('麺包は暖かい台所で膨らむ'),
    row('naïve CAFÉ" OR "x'),
    row('naïve café or x'),
    row('naive cafe or x'),
  ])
  expect((await similarTo(core, runId, 0)).rows).toEqual([])
  expect((await similarTo(core, runId, 1)).rows).toEqual([])
  expect((await similarTo(core, runId, 2)).rows).toEqual([[3, 1]])
  expect((await similarTo(core, runId, 4)).rows).toEqual([[5, 1]])
})

test('words looked up in the index miss no row that going through all of them finds', () => {
  const random = randomFrom(20261126)
  const word = () => `w${Math.floor(random() ** 3 * 60)}`
  const texts = Array.from({ length: 600 }, () => Array.from({ length: 3 + Math.floor(random() * 12) }, word).join(' '))
  const { db, runId } = seeded(texts.map((text) => row(text)))
  const sets = texts.map(wordSetOf)
  let found = 0
  for (const at of [0, 100, 200, 300, 400]) {
    for (const atLeast of [0.3, 0.5, 0.8]) {
      const all = sets.flatMap((set, other) => {
        const likeness = likenessOf(sets[at] as Set<string>, set)
        return other !== at && likeness >= atLeast ? [{ other, likeness }] : []
      })
      all.sort((one, two) => two.likeness - one.likeness || one.other - two.other)
      const ids = gatherSimilar(db, { runId, rowId: at + 1, text: texts[at] as string, atLeast })
      expect(Array.from(ids, (id) => id - 1)).toEqual(all.map(({ other }) => other))
      found += ids.length
    }
  }
  expect(found).toBeGreaterThan(50)
})
