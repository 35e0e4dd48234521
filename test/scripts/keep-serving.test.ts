import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { standInProject } from './stand-in.ts'

/** An app that notes each start with its number of process and its words, and ends as it is told to. */
const app = (ending: string) => `
import { appendFileSync, readFileSync } from 'node:fs'
appendFileSync('starts', JSON.stringify({ pid: process.pid, words: process.argv.slice(2) }) + '\\n')
const start = readFileSync('starts', 'utf8').trim().split('\\n').length
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0))
${ending}
`
const stay = 'setTimeout(() => {}, 60_000)'

/** `npm start -- --browser`, by itself or (`inShell`) by a shell that dies without a word, as npm's does. */
function start(ending: string, { inShell = false, args = ['--browser'] } = {}) {
  const root = standInProject(app(ending))
  const own = [process.execPath, join(root, 'scripts', 'start.mjs'), ...args]
  const [program = '', ...rest] = inShell ? ['sh', '-c', `"${own.join('" "')}"; true`] : own
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    ...(inShell ? { npm_lifecycle_event: 'start' } : {}),
  }
  const child = spawn(program, rest, { cwd: root, env, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  const closed = new Promise<number | null>((done) => child.once('exit', done))
  const starts = (): { pid: number; words: string[] }[] =>
    existsSync(join(root, 'starts'))
      ? readFileSync(join(root, 'starts'), 'utf8')
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line))
      : []
  onTestFinished(() => {
    for (const pid of [child.pid as number, ...starts().map((each) => each.pid)]) end(pid)
  })
  const started = (count: number) => vi.waitFor(() => expect(starts()).toHaveLength(count), 15_000)
  return { child, closed, starts, started, said: () => said }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false // There is no such process.
  }
}

test('an app that is killed is started again, with a sentence and without another window of the browser', async () => {
  const { starts, started, said, child, closed } = start(stay, { args: ['--browser', '--port', '4600'] })
  await started(1)
  process.kill(starts()[0]?.pid as number, 'SIGKILL')
  await started(2)
  expect(starts().map(({ words }) => words)).toEqual([
    ['serve', '--port', '4600'],
    ['serve', '--port', '4600', '--no-open'],
  ])
  expect(said()).toContain('Persona Loom ended by itself (by SIGKILL). What was stored is safe. It is started again.')
  child.kill('SIGTERM')
  expect(await closed).toBe(0)
  expect(starts().filter(({ pid }) => lives(pid))).toEqual([])
})

test('an app that throws is started again, and three failed starts end it with the reason', async () => {
  const { starts, said, closed } = start("throw new Error('the floor is missing')")
  expect(await closed).toBe(1)
  expect(starts()).toHaveLength(3)
  expect(said().match(/the floor is missing/g)?.length).toBeGreaterThanOrEqual(3)
  expect(said().trim().split('\n').at(-1)).toBe(
    'Persona Loom ended by itself 3 times soon after its start, at last with exit code 1, and is not started again. What was stored is safe.',
  )
})

test.each([
  ['done', 0],
  ['a refusal', 2],
  ['a pause', 130],
])('an app that ends with %s is not started again', async (_what, code) => {
  const { starts, said, closed } = start(`process.exit(${code})`)
  expect(await closed).toBe(code)
  expect(starts()).toHaveLength(1)
  expect(said()).not.toContain('ended by itself')
})

test('an app that the person asks to end is not started again, whomever they ask', async () => {
  const { starts, started, closed } = start(stay)
  await started(1)
  process.kill(starts()[0]?.pid as number, 'SIGTERM')
  expect(await closed).toBe(0)
  expect(starts()).toHaveLength(1)
})

test('the app ends with its keeper, and the keeper with the npm that started it', async () => {
  const killed = start(stay)
  await killed.started(1)
  killed.child.kill('SIGKILL')
  await vi.waitFor(() => expect(lives(killed.starts()[0]?.pid as number)).toBe(false), 5_000)

  const byNpm = start(stay, { inShell: true })
  await byNpm.started(1)
  byNpm.child.kill('SIGKILL')
  await vi.waitFor(() => expect(lives(byNpm.starts()[0]?.pid as number)).toBe(false), 5_000)
  expect(byNpm.starts()).toHaveLength(1)
})
