import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../src-main/core/db/open-database.ts'
import { matchQuery } from '../../src-main/core/lists/match-query.ts'
import { wordsBeginning } from '../../src-main/core/lists/words-beginning.ts'
import { seedRows, seedRun } from '../support/seed-rows.ts'
import { startTestCore } from '../support/test-core.ts'

const texts = [
  ...['Harbour lights', 'two harbours', 'a HARBOURMASTER', 'hârbour of old', 'the harvest', 'a harp', 'harb0ur 3000'],
  ...['naïve and naive', 'Ångström', 'straße', 'strasse', 'ngày mậu', '港湾 harbour', 'har-bour', "harbour's"],
  ...Array.from({ length: 40 }, (_, at) => `word${at} of many`),
]

function start() {
  const core = startTestCore()
  const db = openDatabase(join(core.folder, 'library', 'library.db'))
  onTestFinished(() => void db.close())
  const runId = seedRun(db)
  seedRows(
    db,
    runId,
    texts.map((text) => ({
      ...{ persona: 'A baker', text, state: 'accepted' as const, reasons: [], verdict: null, editedText: null },
    })),
  )
  const find = db
    .prepare<[string], number>('SELECT rowid FROM item_text WHERE item_text MATCH ? ORDER BY rowid')
    .pluck()
  const words = (beginning: string) => wordsBeginning(db, 'item_text', beginning)
  return {
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
