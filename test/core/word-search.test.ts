import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import type { ItemState } from '#contract/runs'
import { openDatabase } from '../../src-main/core/db/open-database.ts'
import { createWordSearch } from '../../src-main/core/lists/word-search.ts'
import { dyingWorker } from '../support/file-services.ts'
import { seedRows, seedRun } from '../support/seed-rows.ts'
import { layout, startTestCore } from '../support/test-core.ts'

/** A search that asks its thread also in a small library. */
async function start(workerEntry = layout.workers.search) {
  const core = startTestCore()
  const databaseFile = join(core.folder, 'library', 'library.db')
  const db: Database = openDatabase(databaseFile)
  const runId = seedRun(db)
  const row = (text: string) => ({
    ...{ persona: 'A baker', text, state: 'accepted' as const, reasons: [], verdict: null, editedText: null },
  })
  const add = (text: string) => seedRows(db, runId, [row(text)])
  const addMany = (count: number, textOf: (at: number) => string) =>
    seedRows(
      db,
      runId,
      Array.from({ length: count }, (_, at) => row(textOf(at))),
    )
  const search = createWordSearch({ db, databaseFile, workerEntry, log: () => {}, smallCount: 0 })
  onTestFinished(async () => {
    await search.close()
    db.close()
  })
  const rows = async (query: string) =>
    (await search.find({ of: 'rows', filter: { runId, query }, sort: 'newest' })).length
  return { search, runId, add, addMany, rows, db }
}

test('the thread finds what was committed before it was asked, in rows and in personas', async () => {
  const { search, add, rows } = await start()
  add('a loaf of rye')
  expect(await rows('rye')).toBe(1)
  add('two loaves of rye')
  expect(await Promise.all([rows('rye'), rows('loa'), rows('oats')])).toEqual([2, 2, 0])
  expect((await search.find({ of: 'personas', filter: { query: 'a' } })).length).toBeGreaterThan(400)
})

// A beginning that the index has a list of, one that a single word has, and one that each row has a word of its own for.
test.each(['lo', 'loaf', 'crumb'])(
  'the first page of “%s” comes before the rest is found, and is the same',
  async (query) => {
    const { search, runId, add, addMany } = await start()
    addMany(60_000, (at) => `loaf ${at} of ${at % 3 ? 'rye' : 'oats'} crumb${at}`)
    for (const sort of ['planned', 'newest', 'longest'] as const) {
      const task = { of: 'rows', filter: { runId, query }, sort } as const
      let isEarly = false
      let all: Float64Array = new Float64Array()
      // On a busy machine both may come in one turn of this thread, so that which was first is not seen: then once more.
      for (let time = 0; time < 20 && !isEarly; time++) {
        add('one loaf more crumb')
        let isAllThere = false
        const finding = search.find(task).finally(() => {
          isAllThere = true
        })
        const page = await search.page(task, { after: undefined, skip: 20, limit: 100 })
        await new Promise(setImmediate)
        isEarly = !isAllThere
        all = await finding
        expect(page).toEqual(Array.from(all.subarray(20, 120)))
      }
      // By length the whole must be known before anything is first.
      expect(isEarly).toBe(sort !== 'longest')
      expect(await search.page(task, { after: all[599], skip: 0, limit: 5 })).toEqual(
        Array.from(all.subarray(600, 605)),
      )
      expect(await search.page(task, { after: undefined, skip: 590, limit: 5 })).toEqual(
        Array.from(all.subarray(590, 595)),
      )
    }
    const states: ItemState[] = ['accepted']
    const narrowed = { of: 'rows' as const, filter: { runId, query: 'oats', states }, sort: 'planned' as const }
    expect(await search.page(narrowed, { after: undefined, skip: 0, limit: 500 })).toHaveLength(500)
    const personas = { of: 'personas', filter: { query: 'a' } } as const
    const found = await search.find(personas)
    expect(await search.page(personas, { after: undefined, skip: 1, limit: 9 })).toEqual(
      Array.from(found.subarray(1, 10)),
    )
  },
)

test('what was found is kept until something is written', async () => {
  const { search, add, db } = await start()
  add('a loaf of rye')
  const task = { of: 'rows', filter: { runId: 1, query: 'rye' }, sort: 'planned' } as const
  const first = await search.find(task)
  expect(await search.find(task)).toBe(first)
  db.exec("UPDATE run SET name = 'another'")
  expect(await search.find(task)).not.toBe(first)
})

test('what is still asked for outlives what was found once, however much that is', async () => {
  const { search, add } = await start()
  add('a loaf of rye')
  const task = { of: 'rows', filter: { runId: 1, query: 'rye' }, sort: 'planned' } as const
  const first = await search.find(task)
  for (const query of ['loaf', 'oats', 'a', 'of', 'wheat', 'bread']) {
    await search.find({ of: 'personas', filter: { query } })
    expect(await search.find(task)).toBe(first)
  }
})

test('a list waits for no number that is counted beside it', async () => {
  const { search } = await start()
  const order: string[] = []
  const find = (of: 'persona-classes' | 'personas', query: string) =>
    search.find({ of, filter: { query } }).then(() => void order.push(query))
  await Promise.all([find('personas', 'baker'), find('persona-classes', 'baker')])
  order.splice(0)
  const many = Array.from({ length: 200 }, (_, at) => find('persona-classes', `a${at}`))
  await find('personas', 'sailor')
  expect(order.length).toBeLessThan(100)
  await Promise.all(many)
  expect(order).toHaveLength(201)
})

test('a thread that dies refuses what it was asked, and the next question gets another', async () => {
  const { rows } = await start(dyingWorker)
  await expect(rows('rye')).rejects.toThrow('ended without an answer')
  await expect(rows('rye')).rejects.toThrow('ended without an answer')
})
