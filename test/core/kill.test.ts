import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Run } from '#contract/runs'
import { openDatabase } from '../../src-main/core/db/open-database.ts'
import { randomFrom } from '../../src-main/core/seed.ts'
import { runLedger, runStanding } from '../support/run-ledger.ts'
import { checkWords } from '../support/seed-rows.ts'
import { startTestCore, tempFolder } from '../support/test-core.ts'

/** Kills in the suite; more are made by hand before a release: LOOM_KILLS=75. */
const kills = Number(process.env['LOOM_KILLS'] ?? 6)
const planningKills = Math.ceil(kills / 5)
const plannedRows = 6_000
const random = randomFrom(20261122)

type Host = {
  process: ChildProcess
  said: () => string
  isOver: () => boolean
  /** Whether it came to its own end. */
  ended: Promise<boolean>
}

function startHost(folder: string, job: 'make' | 'plan' | 'list'): Host {
  const child = spawn(process.execPath, ['test/support/scripted-host.ts', folder, job], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  let problem = ''
  let over = false
  child.stdout.on('data', (piece) => {
    said += piece
  })
  child.stderr.on('data', (piece) => {
    problem += piece
  })
  const ended = new Promise<boolean>((resolve, reject) => {
    child.once('close', (code, signal) => {
      over = true
      if (code === 0 || signal === 'SIGKILL') resolve(code === 0)
      else reject(new Error(`host ended with ${code}: ${problem}`))
    })
  })
  return { process: child, said: () => said, isOver: () => over, ended }
}

const libraryOf = (folder: string) => join(folder, 'library')

/** What the search knows is what the rows say. */
function checkLibraryWords(folder: string): void {
  const db = openDatabase(join(libraryOf(folder), 'library.db'))
  checkWords(db)
  db.close()
}

async function until(host: Host, reached: () => boolean): Promise<boolean> {
  while (!host.isOver() && !reached()) await sleep(5)
  return !host.isOver()
}

const childrenOf = ({ said }: Host) => [...said().matchAll(/child (\d+)\n/g)].map(([, pid]) => Number(pid))

/** Whether the host is at its run; before its first child the run still stands as the host before it left it. */
const isMaking = (host: Host, folder: string) =>
  childrenOf(host).length > 0 && runStanding(libraryOf(folder))?.status === 'running'

/** A hit counts only when the run was still being made, and for the child when another took its place. */
async function hitChild(host: Host, folder: string): Promise<boolean> {
  // A row that was alone with two dying processes has failed, rightly: it must not get the blame for ours.
  if (!(await until(host, () => runStanding(libraryOf(folder))?.blamed === 0))) return false
  const before = childrenOf(host)
  try {
    process.kill(before.at(-1) as number, 'SIGKILL')
  } catch {
    return false // It had ended by itself.
  }
  return until(host, () => childrenOf(host).length > before.length)
}

async function hitHost(host: Host, folder: string): Promise<boolean> {
  host.process.kill('SIGKILL')
  return !(await host.ended) && runStanding(libraryOf(folder))?.status === 'running'
}

test(`a run whose host and model are killed ${kills} times ends as one that never was`, async () => {
  const calm = tempFolder()
  const calmHost = startHost(calm, 'make')
  await until(calmHost, () => runStanding(libraryOf(calm))?.status === 'running')
  const startedAt = performance.now()
  expect(await calmHost.ended).toBe(true)
  const calmMs = performance.now() - startedAt
  const expected = runLedger(libraryOf(calm)).map(({ suspect, ...row }) => row)
  expect(expected).toHaveLength(60)
  expect(new Set(expected.map(({ state }) => state))).toEqual(new Set(['accepted', 'rejected', 'duplicate']))

  const landed = { host: 0, child: 0 }
  const missed = { host: 0, child: 0 }
  const all = () => landed.host + landed.child
  while (all() < kills) {
    const folder = tempFolder()
    // Several kills in the same run, then it may end.
    for (let ended = false; !ended; ) {
      const host = startHost(folder, 'make')
      while (all() < kills && (await until(host, () => isMaking(host, folder)))) {
        // Some hit while the model is loaded, most while rows are written.
        const early = random() < 0.25
        if (!early && !(await until(host, () => (runStanding(libraryOf(folder))?.inFlight ?? 0) > 0))) break
        const left = 1 - (runStanding(libraryOf(folder))?.written ?? 0) / 60
        await sleep(random() * left * calmMs)
        const victim = landed.host <= landed.child ? 'host' : 'child'
        const hit = victim === 'host' ? await hitHost(host, folder) : await hitChild(host, folder)
        ;(hit ? landed : missed)[victim]++
      }
      ended = await host.ended
    }
    expect(runLedger(libraryOf(folder)).map(({ suspect, ...row }) => row)).toEqual(expected)
    checkLibraryWords(folder)
    expect(readFileSync(join(folder, 'out.jsonl'), 'utf8')).toBe(readFileSync(join(calm, 'out.jsonl'), 'utf8'))
    expect(readdirSync(folder).filter((name) => name.startsWith('out.jsonl') || name.endsWith('.tmp'))).toEqual([
      'out.jsonl',
    ])
  }
  process.stdout.write(
    `kills that landed: ${landed.host} of the host, ${landed.child} of the child; too late: ${missed.host + missed.child}\n`,
  )
  expect(landed.child).toBeGreaterThan(0)
}, 900_000)

test(`a host that is killed ${planningKills} times while it stores a plan shows no part of a run`, async () => {
  const home = tempFolder()
  const core = startTestCore({ folder: home })
  writeFileSync(
    join(home, 'people.txt'),
    Array.from({ length: plannedRows }, (_, at) => `A watchmaker with ${at} clocks on the wall\n`).join(''),
  )
  const imported = core.hub.next('import.done', () => true)
  await core.ask('persona.import', { fileId: 'people.txt' })
  await imported
  await core.close()

  async function kill(afterMs?: number) {
    const folder = tempFolder()
    cpSync(libraryOf(home), libraryOf(folder), { recursive: true })
    const host = startHost(folder, 'plan')
    await until(host, () => runStanding(libraryOf(folder))?.status === 'planning')
    const seenAt = performance.now()
    if (afterMs === undefined) await until(host, () => runStanding(libraryOf(folder))?.status !== 'planning')
    else await sleep(afterMs)
    const storingMs = performance.now() - seenAt
    host.process.kill('SIGKILL')
    await host.ended
    const left = runStanding(libraryOf(folder))
    const next = startHost(folder, 'list')
    await next.ended
    const runs: Run[] = JSON.parse(next.said().split('\n')[0] as string)
    return { folder, storingMs, left, runs }
  }

  const { storingMs, left: whole, runs: stored } = await kill()
  expect(stored.map(({ counts }) => counts.planned)).toEqual([whole?.planned])
  expect(whole?.planned).toBeGreaterThanOrEqual(plannedRows)

  let landed = 0
  for (let tries = 0; landed < planningKills; tries++) {
    expect(tries).toBeLessThan(planningKills * 4)
    const { folder, left, runs } = await kill(random() * storingMs)
    if (left?.status === 'planning') {
      landed++
      expect([runs, runStanding(libraryOf(folder))]).toEqual([[], undefined])
      expect(runLedger(libraryOf(folder))).toHaveLength(0)
      checkLibraryWords(folder)
    } else expect(runs.map(({ counts }) => counts.planned)).toEqual([whole?.planned])
  }
}, 900_000)
