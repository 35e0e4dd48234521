import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const entries = join(import.meta.dirname, 'entries')
const inference = join(import.meta.dirname, '../../../src-main/inference')

/** What a process of its own prints as JSON. */
function printed(code: string): unknown {
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })
  return JSON.parse(output)
}

test('an engine whose threads are held sees that many cores, and nobody else at work on them', () => {
  const seen = printed(`
    const { holdThreads } = await import('${join(entries, 'hold-threads.ts')}')
    holdThreads(1)
    const { availableParallelism } = await import('node:os')
    const { readProcessor } = await import('${join(inference, 'read-processor.ts')}')
    const { createThreadGovernor } = await import('${join(inference, 'thread-governor.ts')}')
    const applied = []
    const governor = createThreadGovernor(2, readProcessor, (threads) => applied.push(threads))
    const until = performance.now() + 600
    while (performance.now() < until) governor.beforeStep(performance.now())
    console.log(JSON.stringify({ cores: availableParallelism(), othersMs: readProcessor().busyMs, applied }))
  `)
  expect(seen).toEqual({ cores: 1, othersMs: 0, applied: [] })
})
