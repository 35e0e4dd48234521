import { existsSync, rmSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fillDisk } from '../support/small-disk.ts'
import { loom, tempFolder } from './loom.ts'
import { canHaveSmallDisk, type Namespace, startSmallDisk } from './namespace.ts'

const settings = ['--template', 'instruction', '--style', 'zero-shot', '--sample-size', '6', '--parallel', '2']
const generate = ['generate', ...settings, '--max-tokens', '60', '--seed', 'full disk']

/** Some of the six rows fit into the database's log, and not all: so it was with 320 kB and with 448 kB. */
const roomForSomeRowsBytes = 384 * 1024

type Row = { position: number; state: string; text: string; reasons: string[] }

/** Rows of run 1 that have come to their end; none while there is no library. */
async function endedRows(library: string[], within: Namespace): Promise<Row[]> {
  const { code, out } = await loom(['rows', '1', '--json', ...library], { within })
  if (code !== 0) return []
  const all: Row[] = JSON.parse(out)
  return all
    .filter(({ state }) => state !== 'waiting' && state !== 'running')
    .map(({ position, state, text, reasons }) => ({ position, state, text, reasons }))
}

const fullDisk = 'The disk is full. Everything written so far is safe. Free some space, then go on.'
// Needs unshare, nsenter and mount, and namespaces that the system allows.
const onSmallDisk = test.skipIf(!canHaveSmallDisk)

onSmallDisk(
  'a disk that fills in mid-run pauses the run in one sentence; with space again nothing is lost',
  async () => {
    const disk = tempFolder()
    const within = await startSmallDisk(disk, 8)
    const seen = join(within.root, disk)
    const calm = ['--library', join(tempFolder(), 'library')]
    const library = ['--library', join(disk, 'library')]
    const output = join(disk, 'rows.jsonl')
    await loom([...generate, ...calm], { within })
    const expected = await endedRows(calm, within)
    expect(expected).toHaveLength(6)

    const filler = join(seen, 'filler')
    const paused = await loom([...generate, '--output', output, '--json', ...library], {
      within,
      onStderr(text) {
        if (!text.includes('written') || existsSync(filler)) return
        fillDisk(filler)
        truncateSync(filler, statSync(filler).size - roomForSomeRowsBytes)
      },
    })
    expect(paused.code).toBe(130)
    expect(paused.err.split('\n').filter((line) => line.includes('disk'))).toEqual([fullDisk])
    expect(paused.err).toContain('Run 1 paused')
    expect(paused.err).toContain('resume 1')
    expect(paused.err).not.toMatch(/\n\s+at /)
    const before = await endedRows(library, within)
    expect(before.length).toBeGreaterThan(0)
    expect(before.length).toBeLessThan(6)

    const still = await loom(['resume', ...library], { within })
    expect([still.code, still.err.trim()]).toEqual([2, fullDisk])

    rmSync(join(seen, 'filler'))
    const resumed = await loom(['resume', '--json', ...library], { within })
    expect(resumed.last).toMatchObject({ planned: 6, waiting: 0, failed: 0 })
    const made = await endedRows(library, within)
    expect(made).toEqual(expected)
    expect(made).toEqual(expect.arrayContaining(before))
    expect(existsSync(join(seen, 'rows.jsonl'))).toBe(true)
  },
)

onSmallDisk('a library on a full disk is refused in one sentence', async () => {
  const disk = tempFolder()
  const within = await startSmallDisk(disk, 1)
  const library = ['--library', join(disk, 'library')]
  const filler = join(within.root, disk, 'filler')
  fillDisk(filler)
  const unborn = await loom([...generate, ...library], { within })
  expect([unborn.code, unborn.err.trim()]).toEqual([2, fullDisk])
  rmSync(filler)
  await loom(['runs', ...library], { within })
  fillDisk(filler)
  const empty = await loom([...generate, ...library], { within })
  expect([empty.code, empty.err.trim()]).toEqual([2, fullDisk])
})
