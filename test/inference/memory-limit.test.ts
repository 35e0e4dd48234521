import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runLedger } from '../support/run-ledger.ts'
import { startEngine } from '../support/start-engine.ts'
import { startTestCore, tempFolder } from '../support/test-core.ts'

test.runIf(process.platform === 'linux')(
  'a memory limit that the model process hits is named as such, with exit code 4',
  () => {
    const folder = tempFolder()
    const cli = join(import.meta.dirname, '../../src-main/hosts/node/cli.ts')
    const words = ['generate', '--template', 'math', '--sample-size', '2', '--output', join(folder, 'rows.jsonl')]
    const { status, stderr } = spawnSync(
      'prlimit',
      ['--as=4000000000', process.execPath, cli, ...words, '--library', join(folder, 'library')],
      { encoding: 'utf8' },
    )
    expect([status, stderr]).toEqual([4, expect.stringMatching(/memory.*What was finished is kept/)])
  },
  60_000,
)

test.runIf(process.platform === 'linux')(
  'where no more memory can be had in the middle of a run, no row is lost or blamed, and all come out as they would have',
  async () => {
    const rows: ReturnType<typeof runLedger>[] = []
    for (const isLimited of [false, true]) {
      const { engine, logged } = startEngine()
      const core = startTestCore({ engine })
      const request = {
        ...{ template: { key: 'math' }, personas: { count: 12 }, parallel: 4, seed: 'memory', attempts: 1 },
        ...{ modelSha256: await core.addModel(), sampling: { temperature: 3, maxTokens: 100 } },
      }
      const [first, done] = [core.hub.next('row.changed', () => true), core.hub.next('run.done', () => true)]
      await core.ask('run.start', request)
      await first
      const pid = engine.pid()
      if (isLimited) {
        // Nothing more at all: what it has stays.
        const { status } = spawnSync('prlimit', ['--pid', String(pid), '--as=1000000'])
        expect(status).toBe(0)
        // What it still has in reserve might last for the rest of the run.
        const large = { role: 'user' as const, parts: [{ text: 'a persona '.repeat(2_000_000) }] }
        await expect(engine.measure([{ messages: [large], start: '' }])).rejects.toThrow()
      }
      expect(await done).toMatchObject({ status: 'finished', counts: { failed: 0 } })
      expect(engine.pid() === pid).toBe(!isLimited)
      expect(logged.map(String)).toEqual(isLimited ? [expect.stringMatching(/memory.*What was finished is kept/)] : [])
      rows.push(runLedger(join(core.folder, 'library')).map((row) => ({ ...row, suspect: 0 })))
      await core.close()
      await engine.close()
    }
    expect(rows[1]).toEqual(rows[0])
    expect(rows[0]).toHaveLength(12)
  },
  60_000,
)
