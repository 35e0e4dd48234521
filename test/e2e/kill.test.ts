import { type ChildProcess, execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { randomFrom } from '../../src-main/core/seed.ts'
import { type LedgerRow, runLedger, runStanding } from '../support/run-ledger.ts'
import { childrenOf, loom, tempFolder } from './loom.ts'

/** Kills in the suite; more are made by hand before a release: LOOM_REAL_KILLS=25 LOOM_REAL_ROWS=60. */
const kills = Number(process.env['LOOM_REAL_KILLS'] ?? 4)
const rows = Number(process.env['LOOM_REAL_ROWS'] ?? 6)
const killsPerRun = 4
const random = randomFrom(20261122)

const settings = ['--template', 'instruction', '--sample-size', String(rows), '--max-tokens', '100', '--seed', 'kill']

type Victim = 'host' | 'child'
/** One of the equal parts of a run that a kill is meant for. */
type Part = { victim: Victim; part: number }
/** A moment of the calm run: once so many rows are written, and some time after that. */
type Aim = Part & { afterRows: number; delayMs: number }
type Landed = { victim: Victim; written: number }
/** When a calm run had written its first row, its second, and so on, and when it ended. */
type Pace = { rowsAtMs: number[]; endMs: number }

async function runCalmly(library: string): Promise<Pace> {
  let over = false
  const ending = loom(['generate', ...settings, '--library', library]).finally(() => {
    over = true
  })
  let startedAt = 0
  const rowsAtMs: number[] = []
  while (!over) {
    const standing = runStanding(library)
    if (standing?.status === 'running') {
      startedAt ||= performance.now()
      while (rowsAtMs.length < standing.written) rowsAtMs.push(performance.now() - startedAt)
    }
    await sleep(50)
  }
  await ending
  return { rowsAtMs, endMs: performance.now() - startedAt }
}

/** A moment within its part of the run, told by rows as far as possible: a busy machine is slower at another time. */
function aim({ victim, part }: Part, { rowsAtMs, endMs }: Pace): Aim {
  const atMs = ((part + random()) / killsPerRun) * endMs
  const afterRows = rowsAtMs.filter((rowMs) => rowMs <= atMs).length
  return { victim, part, afterRows, delayMs: atMs - (rowsAtMs[afterRows - 1] ?? 0) }
}

/** Runs a command on a library, kills as aimed until it has ended, and tells which kills hit a run in the making. */
async function runUnderFire(args: string[], library: string, aims: Aim[]): Promise<Landed[]> {
  const hosts: ChildProcess[] = []
  let over = false
  const ending = loom([...args, '--library', library], { onStart: (child) => void hosts.push(child) }).finally(() => {
    over = true
  })
  const [host] = hosts as [ChildProcess]
  const landed: Landed[] = []
  for (let next = aims[0]; next && !over; next = aims[0]) {
    await reach(next)
    const written = runStanding(library)?.written ?? 0
    if (over || !(next.victim === 'host' ? await killHost() : await killChild())) break
    aims.shift()
    landed.push({ victim: next.victim, written })
  }
  const { code, signal, err } = await ending
  if (signal !== 'SIGKILL' && code !== 0 && code !== 3) throw new Error(`loom ended with ${code}: ${err}`)
  return landed

  async function reach({ afterRows, delayMs }: Aim): Promise<void> {
    // Before its first child the run still stands as the host before it left it.
    while (!over && livingChildren().length === 0) await sleep(50)
    for (let standing = runStanding(library); !over; standing = runStanding(library)) {
      if (standing?.status === 'running' && standing.inFlight > 0 && standing.written >= afterRows) break
      await sleep(50)
    }
    const until = performance.now() + delayMs
    while (!over && performance.now() < until) await sleep(20)
  }

  async function killHost(): Promise<boolean> {
    host.kill('SIGKILL')
    const { signal: by } = await ending
    return by === 'SIGKILL' && runStanding(library)?.status === 'running'
  }

  /** A hit is proved by the process that takes the dead one's place. */
  async function killChild(): Promise<boolean> {
    // A row that was alone with two dying processes has failed, rightly: it must not get the blame for ours.
    while (!over && (runStanding(library)?.blamed ?? 0) > 0) await sleep(20)
    const [pid] = livingChildren()
    if (over || pid === undefined) return false
    process.kill(pid, 'SIGKILL')
    while (!over) {
      if (livingChildren().some((other) => other !== pid)) return true
      await sleep(50)
    }
    return false
  }

  function livingChildren(): number[] {
    return childrenOf(host.pid as number).filter(isAlive)
  }
}

/** Also a process that has ended has a number until its parent looked. */
function isAlive(pid: number): boolean {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z')
  } catch {
    return false // It is gone.
  }
}

/** Where a text leaves the expected one, and what is known about why. */
function describeDifference(run: number, made: LedgerRow, expected: LedgerRow): string {
  const letters = [...expected.text]
  // Behind the last letter, so that a text that only stops earlier differs too.
  const at = [...made.text, ''].findIndex((letter, index) => letter !== letters[index])
  const same = made.seeds === expected.seeds && made.prompts === expected.prompts
  const why = [
    same ? 'same seeds and prompts, so the sums of the model differed' : `seeds ${expected.seeds} -> ${made.seeds}`,
    made.suspect ? 'made alone after the model was killed' : 'made beside other rows',
  ]
  if (made.tries !== expected.tries) why.push(`${expected.tries} -> ${made.tries} tries`)
  if (made.reasons !== expected.reasons) why.push(`reasons ${expected.reasons} -> ${made.reasons}`)
  return `run ${run}, row ${made.position}, from character ${at}: ${why.join('; ')}`
}

test(`${kills} kills of host and model lose no row and change at most one text in a hundred`, async () => {
  const calm = join(tempFolder(), 'library')
  const pace = await runCalmly(calm)
  const expected = runLedger(calm)
  expect(expected).toHaveLength(rows)

  // Each part of a run gets kills of both kinds: prompts are read in the first, the last rows are written in the last.
  const parts = Array.from({ length: kills }, (_, at): Part => {
    const part = at % killsPerRun
    return { part, victim: (part + Math.floor(at / killsPerRun)) % 2 === 0 ? 'host' : 'child' }
  })
  const landed: Landed[] = []
  const differences: string[] = []
  let runs = 0
  while (parts.length > 0) {
    if (++runs > 3 + kills) throw new Error(`Only ${landed.length} of ${kills} kills landed in ${runs} runs`)
    const library = join(tempFolder(), 'library')
    const aims = parts.splice(0, killsPerRun).map((part) => aim(part, pace))
    aims.sort((one, other) => one.afterRows - other.afterRows || one.delayMs - other.delayMs)
    landed.push(...(await runUnderFire(['generate', ...settings], library, aims)))
    while (runStanding(library)?.status !== 'finished') {
      landed.push(...(await runUnderFire(['resume', '1'], library, aims)))
    }
    // What came too late is tried again in another run.
    parts.unshift(...aims)

    const made = runLedger(library)
    expect(made.map(({ position }) => position)).toEqual(expected.map(({ position }) => position))
    for (const [at, row] of made.entries()) {
      expect(['accepted', 'rejected', 'duplicate', 'failed']).toContain(row.state)
      const calmRow = expected[at] as LedgerRow
      if (row.text !== calmRow.text) differences.push(describeDifference(runs, row, calmRow))
      else expect([at, row.state, row.reasons]).toEqual([at, calmRow.state, calmRow.reasons])
    }
  }

  const at = (victim: Victim) => landed.filter((kill) => kill.victim === victim).map(({ written }) => written)
  const compared = runs * rows
  process.stdout.write(
    [
      `${at('host').length} kills of the host landed (rows written: ${at('host').join(', ')})`,
      `${at('child').length} of the child (${at('child').join(', ')})`,
      `${compared} texts compared, ${differences.length} different\n`,
    ].join('; '),
  )
  for (const difference of differences) process.stdout.write(`${difference}\n`)
  expect(differences.length / compared).toBeLessThanOrEqual(0.01)
}, 7_200_000)
