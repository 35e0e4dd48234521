import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Row, type RowFilter, type RowSort, rowSorts } from '#contract/rows'
import { itemStates, reasons } from '#contract/runs'
import { openDatabase } from '../../src-main/core/db/open-database.ts'
import { lengthKey, rowList, withoutWords } from '../../src-main/core/lists/row-list.ts'
import { randomFrom } from '../../src-main/core/seed.ts'
import { checkWords, type SeededRow, seedRows, seedRun } from '../support/seed-rows.ts'
import { startTestCore } from '../support/test-core.ts'

type List = RowFilter & { sort: RowSort }
type Known = SeededRow & { position: number; words: string[]; personaWords: string[] }

/** More than one step of an outline. */
const rowCount = 20_000
const vocabulary =
  'harbour Straße café naïve 10 baker’s bakery bake oak oaken ox Ox zebra ÉCLAIR lantern lamp l 日本語 日本 weir we'.split(
    ' ',
  )
const random = randomFrom(20261125)
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() ** 2 * from.length)] as T
const words = (most: number) => Array.from({ length: Math.floor(random() * most) }, () => pick(vocabulary)).join(' ')

function randomRow(): SeededRow {
  const state = pick(itemStates)
  return {
    ...{ persona: words(6), text: words(12), state },
    reasons: state === 'accepted' ? [] : reasons.filter(() => random() < 0.1),
    verdict: random() < 0.7 ? null : pick(['kept', 'discarded']),
    editedText: random() < 0.9 ? null : words(8),
    note: random() < 0.9 ? null : words(3),
  }
}

function randomFilter(runId: number): List {
  const some = <T>(make: () => T): T | undefined => (random() < 0.3 ? make() : undefined)
  const beginning = () => `${words(2)} ${pick(vocabulary).slice(0, 1 + Math.floor(random() * 4))}`
  const filter = {
    states: some(() => itemStates.filter(() => random() < 0.4)),
    reason: some(() => pick(reasons)),
    verdict: some(() => pick(['kept', 'discarded', 'none'] as const)),
    query: some(beginning),
    persona: some(beginning),
    minLength: some(() => Math.floor(random() * 40)),
    maxLength: some(() => Math.floor(random() * 90)),
    edited: some(() => random() < 0.5),
    noted: some(() => random() < 0.5),
  }
  const set = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
  return { runId, sort: pick(rowSorts), ...set }
}

const wordsIn = (text: string) =>
  (text.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, ''))
const lengthOf = ({ text, editedText }: Pick<Row, 'text' | 'editedText'>) => [...(editedText ?? text)].length

/** What a filter means, said once more without a database. */
function naive(rows: readonly Known[], filter: List): Known[] {
  const has = (query: string, there: string[]) => {
    const wanted = wordsIn(query)
    const last = wanted.pop()
    return (
      last !== undefined && wanted.every((word) => there.includes(word)) && there.some((word) => word.startsWith(last))
    )
  }
  const { states, reason, verdict, query, persona, minLength, maxLength, edited, noted, sort } = filter
  const found = rows.filter(
    (row) =>
      (!states || states.includes(row.state)) &&
      (!reason || row.reasons.includes(reason)) &&
      (!verdict || (row.verdict ?? 'none') === verdict) &&
      (!query?.trim() || has(query, row.words)) &&
      (!persona?.trim() || has(persona, row.personaWords)) &&
      (minLength === undefined || lengthOf(row) >= minLength) &&
      (maxLength === undefined || lengthOf(row) <= maxLength) &&
      (edited === undefined || (row.editedText !== null) === edited) &&
      (noted === undefined || (row.note !== null) === noted),
  )
  const sign = sort === 'newest' || sort === 'longest' ? -1 : 1
  const isByLength = sort === 'longest' || sort === 'shortest'
  return found.sort(
    (one, other) => sign * ((isByLength ? lengthOf(one) - lengthOf(other) : 0) || one.position - other.position),
  )
}

/** A library with two datasets whose rows were stored by turns, and one whose rows stand together. */
async function library() {
  const core = startTestCore()
  const db = openDatabase(join(core.folder, 'library', 'library.db'))
  const runs = [seedRun(db, 'one'), seedRun(db, 'two'), seedRun(db, 'three')] as const
  const known = new Map<number, Known[]>(runs.map((runId) => [runId, []]))
  const add = (runId: number, count: number) => {
    const rows = Array.from({ length: count }, randomRow)
    seedRows(db, runId, rows)
    const there = known.get(runId) as Known[]
    for (const row of rows) {
      const personaWords = wordsIn(row.persona)
      const words = [...wordsIn(row.editedText ?? row.text), ...personaWords]
      there.push({ ...row, position: there.length, words, personaWords })
    }
  }
  for (let turn = 0; turn < 4; turn++) for (const runId of runs.slice(0, 2)) add(runId, rowCount / 8)
  add(runs[2], rowCount / 2)
  return { core, db, runs, known, add }
}

async function allPages(core: ReturnType<typeof startTestCore>, list: List, limit: number, between?: () => void) {
  const positions: number[] = []
  for (let after: number | undefined; ; ) {
    const { rows, next } = await core.ask('row.page', { ...list, limit, ...(after === undefined ? {} : { after }) })
    positions.push(...rows.map(({ position }) => position))
    if (next === null) return positions
    after = next
    between?.()
  }
}

test('every filter in every order finds what a plain look at each row finds, counts it, and pages through it', async () => {
  const { core, runs, known } = await library()
  let found = 0
  for (let round = 0; round < 240; round++) {
    const list = randomFilter(runs[round % 3] as number)
    const expected = naive(known.get(list.runId) as Known[], list).map(({ position }) => position)
    const { total, landmarks, isPartial } = await core.ask('row.outline', list)
    const about = JSON.stringify(list)
    expect([about, total, isPartial]).toEqual([about, expected.length, false])
    const pages = await allPages(core, list, 500)
    expect(pages, about).toEqual(expected)
    found += total

    const at = Math.floor(random() * total)
    const landmark = landmarks.findLast((each) => each.at <= at)
    const start = landmark ? { after: landmark.after, skip: at - landmark.at } : { skip: at }
    const { rows } = await core.ask('row.page', { ...list, ...start, limit: 7 })
    expect(
      rows.map(({ position }) => position),
      about,
    ).toEqual(expected.slice(at, at + 7))
    if (!rows[0]) continue
    expect(await core.ask('row.place', { ...list, rowId: rows[0].id }), about).toEqual({ at })
  }
  expect(found).toBeGreaterThan(10_000)
})

test('pages are exact under ties while rows are added, also by other runs: none is left out and none comes twice', async () => {
  const { core, runs, known, add } = await library()
  for (const sort of rowSorts) {
    const runId = runs[0]
    const before = naive(known.get(runId) as Known[], { runId, sort }).map(({ position }) => position)
    const pages = await allPages(core, { runId, sort }, 333, () => {
      add(runs[1], 20)
      add(runId, 20)
    })
    const old = new Set(before)
    expect(pages.filter((position) => old.has(position))).toEqual(before)
    expect(new Set(pages).size).toBe(pages.length)
  }
})

test('a row that a filter leaves out has no place, and another run’s neither', async () => {
  const { core, runs, known } = await library()
  const [row] = (await core.ask('row.page', { runId: runs[0], limit: 1 })).rows
  const other = itemStates.find((state) => state !== row!.state)!
  expect(await core.ask('row.place', { runId: runs[0], states: [other], rowId: row!.id })).toEqual({ at: null })
  expect(await core.ask('row.place', { runId: runs[1], rowId: row!.id })).toEqual({ at: null })
  expect(await core.ask('row.place', { runId: runs[0], sort: 'newest', rowId: row!.id })).toEqual({
    at: (known.get(runs[0]) as Known[]).length - 1,
  })
})

test('all that were found are judged, but for those that were taken out again; the same rows are exported', async () => {
  const { core, runs, known } = await library()
  const list = { runId: runs[2], query: 'ba', minLength: 10, states: ['accepted' as const, 'rejected' as const] }
  const expected = naive(known.get(runs[2]) as Known[], { ...list, sort: 'planned' })
  const { rows } = await core.ask('row.page', { ...list, limit: 2 })
  const exceptIds = rows.map(({ id }) => id)
  const done = core.hub.next('export.done', () => true)
  await core.ask('export.start', { ...list, shape: 'raw', fileId: join(core.folder, 'all.jsonl') })
  expect((await done).result).toMatchObject({
    rows: expected.length,
    leftOut: (known.get(runs[2]) as Known[]).length - expected.length,
  })
  expect((await core.ask('export.preview', { ...list })).rows).toBe(expected.length)

  const { changed } = await core.ask('row.judgeMany', { ...list, exceptIds, verdict: 'kept' })
  const kept = expected.slice(2).filter(({ verdict }) => verdict !== 'kept')
  expect(changed).toBe(kept.length)
  expect((await core.ask('row.outline', { ...list, verdict: 'kept' })).total).toBe(
    expected.slice(2).length + expected.slice(0, 2).filter(({ verdict }) => verdict === 'kept').length,
  )
})

test('texts of a page are cut on request, those of a row never', async () => {
  const { core, runs, known } = await library()
  const long = (known.get(runs[0]) as Known[]).findIndex(({ text }) => text.length > 40)
  const [row] = (await core.ask('row.page', { runId: runs[0], from: long, limit: 1, cut: 5 })).rows
  const whole = (known.get(runs[0]) as Known[])[long] as Known
  expect(row).toMatchObject({ position: long, text: whole.text.slice(0, 5), persona: whole.persona.slice(0, 5) })
  expect((await core.ask('row.show', { rowId: row!.id })).row.text).toBe(whole.text)
})

test('an edit is found at once by its words, and what it replaced no longer; taken back, the other way round', async () => {
  const { core, db, runs } = await library()
  const runId = runs[0]
  const [row] = (await core.ask('row.page', { runId, limit: 1 })).rows
  const find = async (query: string) => (await core.ask('row.page', { runId, query })).rows.map(({ id }) => id)
  await core.ask('row.judge', { rowId: row!.id, editedText: 'A quokka plays the sackbut' })
  expect(await find('sackb')).toEqual([row!.id])
  await core.ask('row.judge', { rowId: row!.id, editedText: 'A quokka', verdict: 'kept' })
  expect(await find('sackbut')).toEqual([])
  expect(await find('quokka')).toEqual([row!.id])
  await core.ask('row.judge', { rowId: row!.id, editedText: null })
  expect(await find('quokka')).toEqual([])
  checkWords(db)
})

test('a row is found by its note as soon as it has one, and no longer once that is taken back', async () => {
  const { core, runs } = await library()
  const list = { runId: runs[0], noted: true }
  const noted = async () => (await core.ask('row.outline', list)).total
  const before = await noted()
  const [row] = (await core.ask('row.page', { ...list, noted: false, limit: 1 })).rows
  await core.ask('row.judge', { rowId: row!.id, note: 'Ask a colleague' })
  expect(await noted()).toBe(before + 1)
  expect(await core.ask('row.place', { ...list, noted: false, rowId: row!.id })).toEqual({ at: null })
  await core.ask('row.judge', { rowId: row!.id, note: null })
  expect(await noted()).toBe(before)
})

test('a filter is answered from indexes alone, in every order', async () => {
  const { db, runs } = await library()
  for (let round = 0; round < 60; round++) {
    const { sort, ...filter } = randomFilter(runs[0])
    const list = rowList(withoutWords(filter), { sort })
    const queries = [
      list.select('count(*)', {}),
      list.select(list.key, { rest: list.order }),
      rowList(withoutWords(filter)).selectAmong(`verdict, ${lengthKey}`),
    ]
    for (const sql of queries) {
      const values = { ...list.values, after: 1, to: 2, ids: '[1]' }
      for (const { detail } of db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(values) as { detail: string }[]) {
        expect(detail).toMatch(
          /COVERING INDEX item_\w+ \(run_id=\? AND (id=\?.*|(id|<expr>)>\? AND (id|<expr>)<\?)\)|SCAN wanted VIRTUAL TABLE/,
        )
      }
    }
  }
})

test('reasons are counted with the state that they led to, the most frequent first', async () => {
  const { core, runs, known } = await library()
  const counts = new Map<string, number>()
  for (const row of known.get(runs[1]) as Known[]) {
    if (row.state === 'waiting' || row.state === 'running') continue
    for (const reason of row.reasons)
      counts.set(`${reason} ${row.state}`, (counts.get(`${reason} ${row.state}`) ?? 0) + 1)
  }
  const told = await core.ask('run.reasons', { runId: runs[1] })
  expect(new Map(told.map(({ reason, state, count }) => [`${reason} ${state}`, count]))).toEqual(counts)
  expect(told.map(({ count }) => count)).toEqual(told.map(({ count }) => count).sort((one, other) => other - one))
})
