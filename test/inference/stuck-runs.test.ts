import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { forkChild } from '../../src-main/hosts/node/fork-child.ts'
import { createProcessEngine } from '../../src-main/inference/process-engine.ts'
import { startTestCore } from '../support/test-core.ts'

const engines: ReturnType<typeof createProcessEngine>[] = []
afterEach(() => Promise.all(engines.splice(0).map((engine) => engine.close())))

function start(entry = 'bad-child.ts') {
  const spawned: number[] = []
  const fork = forkChild(join(import.meta.dirname, '../support', entry))
  const engine = createProcessEngine({
    spawn() {
      const child = fork()
      spawned.push(child.pid as number)
      return child
    },
    log: () => {},
    watchdogLimits: { tickMs: 20, leastMs: 300, firstMs: 600 },
  })
  engines.push(engine)
  return { ...startTestCore({ engine }), spawned }
}

async function makeRows(core: ReturnType<typeof start>, personas: string[]) {
  const model = await core.addModel()
  await core.addPersonas(personas)
  const run = await core.runToEnd(
    { template: { key: 'math' }, personas: { query: 'of Zubrowka', count: 0 }, parallel: 3, seed: 'stuck' },
    model,
  )
  const { rows } = await core.ask('row.page', { runId: run.id, limit: 50 })
  return { run, rows }
}

test.each([
  ['hang', 'timed-out'],
  ['spin', 'timed-out'],
  ['ignores SIGTERM', 'timed-out'],
  ['half a message', 'timed-out'],
  ['flood', 'model-crashed'],
])(
  'a row whose process does “%s” is made again and then fails as %s; the others are made',
  async (mode, reason) => {
    const core = start()
    const culprit = `A sailor of Zubrowka. mode: ${mode}`
    const { run, rows } = await makeRows(core, [
      'A nurse of Zubrowka',
      culprit,
      'A baker of Zubrowka',
      'A judge of Zubrowka',
    ])
    expect(run.status).toBe('finished')
    expect(rows.filter(({ state }) => state === 'failed').map((row) => [row.persona, row.reasons])).toEqual([
      [culprit, [reason]],
    ])
    expect(run.counts).toMatchObject({ planned: 4, accepted: 3, failed: 1 })
    // Alone twice, also once beside others unless they had ended by then.
    expect(core.spawned.length).toBeGreaterThanOrEqual(2)
    expect(core.spawned.length).toBeLessThanOrEqual(4)
  },
  30_000,
)
