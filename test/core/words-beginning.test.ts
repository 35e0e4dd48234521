import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../src-main/core/db/open-database.ts'
import { gatherRows } from '../../src-main/core/lists/gather-rows.ts'
import { matchQuery } from '../../src-main/core/lists/match-query.ts'
import { firstCount } from '../../src-main/core/lists/outline.ts'
import { wordsBeginning, wordsNear } from '../../src-main/core/lists/words-beginning.ts'
import { seedRows, seedRun } from '../support/seed-rows.ts'
import { startTestCore } from '../support/test-core.ts'

const texts = [
  ...['Harbour lights', 'two harbours', 'a HARBOURMASTER', 'hârbour of old', 'the harvest', 'a harp', 'harb0ur 3000'],
  ...['naïve and naive', 'Ångström', 'straße', 'strasse', 'ngày mậu', '港湾 harbour', 'har-bour', "harbour's"],
  ...Array.from({ length: 40 }, (_, at) => `word${at} of many`),
]

function start(seeded: readonly string[] = texts) {
  const core = startTestCore()
  const db = openDatabase(join(core.folder, 'library', 'library.db'))
  onTestFinished(() => void db.close())
  const runId = seedRun(db)
  seedRows(
    db,
    runId,
    seeded.map((text) => ({
      ...{ persona: 'A baker', text, state: 'accepted' as const, reasons: [], verdict: null, editedText: null },
    })),
  )
  const find = db
    .prepare<[string], number>('SELECT rowid FROM item_text WHERE item_text MATCH ? ORDER BY rowid')
    .pluck()
  const words = (beginning: string) => wordsBeginning(db, 'item_text', beginning)
  return {
    db,
    runId,
    words,
    found: (query: string) => find.all(matchQuery(query, words)),
    byBeginning: (query: string) => find.all(matchQuery(query)),
  }
}

test('the words that begin so are those of the index; too many, short or accented ones are left to it', () => {
  const { words } = start()
  expect(words('harbour')).toEqual(['harbour', 'harbourmaster', 'harbours'])
  expect(words('HARB')).toEqual(['harb0ur', 'harbour', 'harbourmaster', 'harbours'])
  expect(words('oats')).toEqual([])
  expect(words('word1')).toHaveLength(11)
  expect(words('word')).toBeUndefined()
  expect(words('ha')).toBeUndefined()
  expect(words('hâr')).toBeUndefined()
})

test('whatever is typed, the same rows are found by the words as by the beginning', () => {
  const { found, byBeginning } = start()
  const typed = texts.flatMap((text) => Array.from({ length: text.length }, (_, at) => text.slice(0, at + 1)))
  for (const query of [...typed, 'harbour lights', 'lights harb', 'oats', 'two oats', '"', 'bak', 'a bak', '']) {
    expect([query, found(query)]).toEqual([query, byBeginning(query)])
  }
  expect(found('harb')).toHaveLength(7)
})

test('where too many words begin so, those of some rows are known by reading them', () => {
  const { db } = start()
  const near = (beginning: string, from: number, to: number) => wordsNear(db, beginning, from, to)
  const ids = db.prepare<[], number>('SELECT id FROM item ORDER BY id').pluck().all()
  const [first, at] = [ids[0] as number, texts.indexOf('word0 of many')]
  expect(near('word', first + at, first + at + 2)).toEqual(['word0', 'word1', 'word2'])
  expect(near('word', first, first + 5)).toEqual([])
  expect(near('BAK', first, first)).toEqual(['baker'])
  expect(near('naï', first, first + 9)).toBeUndefined()
})

test.each(['planned', 'newest'] as const)(
  'the first of %s rows are those that the index knows, however many words begin so',
  (sort) => {
    const many = Array.from({ length: 4_000 }, (_, at) => (at % 2 ? `crumb${at} of a loaf` : `loaf ${at}`))
    const { db, runId } = start(many)
    // As a row whose words are still being collected.
    const hidden = db
      .prepare<[], { id: number; text: string }>("SELECT id, text FROM item_shown WHERE text LIKE 'crumb%'")
      .all()
    for (const { id, text } of [hidden[3], hidden.at(-4)] as { id: number; text: string }[]) {
      db.prepare("INSERT INTO item_text (item_text, rowid, text, persona) VALUES ('delete', ?, ?, 'A baker')").run(
        id,
        text,
      )
    }
    for (const [query, count] of [
      ['crumb', 1_998],
      ['loaf crumb', 1_998],
      ['crumb1', 556],
    ] as const) {
      const firsts: Float64Array[] = []
      const all = gatherRows(db, { runId, query }, sort, (keys) => firsts.push(keys))
      expect([query, all.length]).toEqual([query, count])
      expect(firsts.map((keys) => Array.from(keys))).toEqual([Array.from(all.subarray(0, firstCount))])
    }
  },
)
