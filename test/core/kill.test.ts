import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src-main/core/db/open-database.ts'
import { randomFrom } from '../../src-main/core/seed.ts'
import { tempFolder } from '../support/test-core.ts'

/** Kills in the suite; a hundred are made by hand before a release: LOOM_KILLS=100. */
const kills = Number(process.env['LOOM_KILLS'] ?? 10)
const random = randomFrom(20261122)

/** Runs the host until it ends, or kills it after a while; tells whether it ended by itself. */
function runHost(folder: string, killAfterMs?: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['test/support/scripted-host.ts', folder], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    let problem = ''
    child.stdout.on('data', (piece) => {
      said += piece
      if (said.includes('running') && killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs)
    })
    child.stderr.on('data', (piece) => {
      problem += piece
    })
    child.once('close', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve(said.includes('done'))
      else reject(new Error(`host ended with ${code}: ${problem}`))
    })
  })
}

type Ledger = { state: string; text: string; duplicateOf: number | null; tries: number }[]

function ledgerOf(folder: string): Ledger {
  const db = openDatabase(join(folder, 'library', 'library.db'), { readonly: true })
  const rows = db
    .prepare(
      `SELECT state, text, (SELECT position FROM item AS other WHERE other.id = item.duplicate_of) AS duplicateOf,
              (SELECT count(*) FROM attempt WHERE item_id = item.id) AS tries
       FROM item ORDER BY position`,
    )
    .all() as Ledger
  const problems = db.prepare("SELECT count(*) FROM item WHERE state IN ('waiting', 'running')").pluck().get()
  db.close()
  expect(problems).toBe(0)
  return rows
}

test(`a run that is killed ${kills} times ends as one that never was`, async () => {
  const calm = tempFolder()
  expect(await runHost(calm)).toBe(true)
  const expected = ledgerOf(calm)
  expect(new Set(expected.map(({ state }) => state))).toEqual(new Set(['accepted', 'rejected', 'duplicate']))

  let killed = 0
  while (killed < kills) {
    const folder = tempFolder()
    // Several kills in the same run, then it may end.
    for (let ended = false; !ended; ) {
      ended = await runHost(folder, killed < kills ? Math.floor(random() * 120) : undefined)
      if (!ended) killed++
    }
    expect(ledgerOf(folder)).toEqual(expected)
    expect(readFileSync(join(folder, 'out.jsonl'), 'utf8')).toBe(readFileSync(join(calm, 'out.jsonl'), 'utf8'))
    expect(readdirSync(folder).filter((name) => name.startsWith('out.jsonl') || name.endsWith('.tmp'))).toEqual([
      'out.jsonl',
    ])
  }
  expect(existsSync(join(calm, 'out.jsonl'))).toBe(true)
}, 600_000)
