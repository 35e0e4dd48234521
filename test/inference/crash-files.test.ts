import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startEngine } from '../support/start-engine.ts'
import { startTestCore, tempFolder } from '../support/test-core.ts'

const canary = 'zanzibar-heron-5417'

/** Files under a folder, newer than a moment, that hold the canary. */
function filesWithCanary(folder: string, since: number): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile() || entry.name.startsWith('library.db')) return []
    try {
      return statSync(path).mtimeMs >= since && readFileSync(path).includes(canary) ? [path] : []
    } catch {
      return [] // Another program took it away meanwhile.
    }
  })
}

test.runIf(process.platform === 'linux').each(['SIGSEGV', 'SIGABRT'] as const)(
  'a model process that ends by %s in the middle of a row leaves no word of the prompt behind but in the library',
  async (signal) => {
    const since = Date.now() - 1_000
    const folder = tempFolder()
    const { engine, logged } = startEngine()
    const core = startTestCore({ engine, folder })
    const model = await core.addModel()
    await core.addPersonas([`A keeper of ${canary}`])
    const { id } = await core.ask('run.start', {
      ...{ template: { key: 'math' }, personas: { query: canary, count: 1 }, seed: 'canary', modelSha256: model },
      sampling: { temperature: 3, maxTokens: 900 },
    })
    await core.hub.next('row.delta', () => true)
    const pid = engine.pid() as number
    execFileSync('prlimit', ['--pid', String(pid), '--core=unlimited'])
    expect(Number.parseInt(readFileSync(`/proc/${pid}/coredump_filter`, 'utf8'), 16)).toBe(0)
    process.kill(pid, signal)
    await expect.poll(() => logged.length).toBeGreaterThan(0)
    await core.ask('run.pause', { runId: id }).catch(() => {})
    const said = [...logged, ...core.logged].map((error) => `${error} ${(error as Error).stack}`).join('\n')
    expect(said).toContain(signal)
    expect(said).not.toContain(canary)
    // Where the system writes a core file into the working folder, it holds no memory.
    const crashFiles = readdirSync('.').filter((name) => /^(core|report)(\.|$)/.test(name))
    const crashed = crashFiles.filter((name) => readFileSync(name).includes(canary))
    for (const name of crashFiles) rmSync(name)
    expect([...crashed, ...filesWithCanary(folder, since)]).toEqual([])
    await core.close()
    await engine.close()
  },
  60_000,
)
