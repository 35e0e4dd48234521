import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { dataFolder } from '../../src-main/hosts/node/data-folder.ts'
import { standInProject, writeFiles } from './stand-in.ts'

const root = dirname(dirname(import.meta.dirname))

/** An environment that is neither npm's nor a desktop's. */
const env: NodeJS.ProcessEnv = { PATH: process.env['PATH'], HOME: process.env['HOME'] }

const tellingApp = `
console.log(JSON.stringify(process.argv.slice(2)))
process.exitCode = 3
`
const waitingApp = `
import { appendFileSync } from 'node:fs'
const note = (word) => appendFileSync('notes', word + ' ')
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {
  note(signal)
  setTimeout(() => process.exit(130), 400)
})
note('ready')
setTimeout(() => {}, 60_000)
`

function runScript(root: string, script: string, args: string[] = [], extraEnv: NodeJS.ProcessEnv = {}) {
  const options = { cwd: root, env: { ...env, ...extraEnv }, encoding: 'utf8' as const }
  return spawnSync(process.execPath, [join(root, 'scripts', script), ...args], options)
}

/** Starts a command in a process group of its own, as a terminal does, and waits until the app is ready. */
async function startGroup(root: string, command: string[], extraEnv: NodeJS.ProcessEnv = {}) {
  const [program = '', ...args] = command
  const child = spawn(program, args, { cwd: root, env: { ...env, ...extraEnv }, stdio: 'ignore', detached: true })
  onTestFinished(() => killGroup(child))
  const notes = () => (existsSync(join(root, 'notes')) ? readFileSync(join(root, 'notes'), 'utf8') : '')
  await vi.waitFor(() => expect(notes()).toBe('ready '), 10_000)
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { pid: child.pid ?? 0, notes, closed }
}

function killGroup(child: ChildProcess) {
  try {
    process.kill(-(child.pid ?? 0), 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

describe('the command line', () => {
  test('builds at first, passes on its words, and leaves stdout to the app', () => {
    const root = standInProject(tellingApp)
    const first = runScript(root, 'loom.mjs', ['generate', '--json'])
    expect([first.status, first.stdout, first.stderr]).toEqual([3, '["generate","--json"]\n', 'Building the app.\n'])
    const second = runScript(root, 'loom.mjs', ['rows'])
    expect([second.status, second.stdout, second.stderr]).toEqual([3, '["rows"]\n', ''])
  })

  test('gives the app one Ctrl-C for one Ctrl-C, and its exit code to the terminal', async () => {
    const root = standInProject(waitingApp)
    const { pid, notes, closed } = await startGroup(root, [process.execPath, 'scripts/loom.mjs'])
    process.kill(-pid, 'SIGINT')
    expect(await closed).toBe(130)
    expect(notes()).toBe('ready SIGINT ')
  })

  test('stops with the npm that started it, whose shell dies without a word', async () => {
    const root = standInProject(waitingApp)
    const shell = ['sh', '-c', `"${process.execPath}" scripts/loom.mjs; true`]
    const { pid, notes } = await startGroup(root, shell, { npm_lifecycle_event: 'loom' })
    process.kill(pid, 'SIGKILL')
    await vi.waitFor(() => expect(notes()).toBe('ready SIGTERM '), 5_000)
  })

  test('reads paths from the folder in which npm was called', () => {
    const root = standInProject('console.log(process.cwd())')
    writeFiles(root, { 'data/personas.jsonl': '' })
    const INIT_CWD = join(root, 'data')
    const { stdout } = runScript(root, 'loom.mjs', [], { npm_lifecycle_event: 'loom', INIT_CWD })
    expect(stdout).toBe(`${INIT_CWD}\n`)
    expect(runScript(root, 'loom.mjs', [], { npm_lifecycle_event: 'unit', INIT_CWD }).stdout).toBe(`${root}\n`)
  })

  test('says in one sentence that it could not be built, after the builder’s own words', () => {
    const root = standInProject(tellingApp, { 'build.mjs': 'console.log("line 3 is wrong"); process.exit(1)' })
    const { status, stdout, stderr } = runScript(root, 'loom.mjs')
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^Building the app\.\nline 3 is wrong\n\nThe app could not be built \(exit code 1\).*\n$/)
  })
})

describe('the start', () => {
  test('its help names the usual port, and the library’s usual folder in every system', () => {
    const { stderr, status } = runScript(root, 'start.mjs', ['--help'])
    expect(status).toBe(0)
    expect(stderr).toContain('--port N            port on 127.0.0.1, in the browser (usually that of the last time')
    const folders = [
      dataFolder('linux', {}).replace(homedir(), '~'),
      dataFolder('darwin', {}).replace(homedir(), '~'),
      dataFolder('win32', { APPDATA: '%APPDATA%' }).replace('/', '\\'),
    ]
    for (const folder of folders) expect(stderr).toContain(folder)
  })

  const withWindow = {
    'build.mjs': `import { cpSync } from 'node:fs'; for (const name of ['cli', 'main']) cpSync('src-main/app.mjs', 'out/main/' + name + '.js')`,
  }
  const electron = {
    'node_modules/electron/package.json': '{ "version": "45.4.1" }',
    'node_modules/electron/path.txt': 'electron',
    'node_modules/electron/dist/electron':
      '#!/bin/sh\n[ "$1" = --version ] && echo v45.4.1 && exit\necho "window: $*"\nexit 5\n',
  }

  test('serves for the browser and says why there is no window', () => {
    const root = standInProject(tellingApp, { ...withWindow, ...electron })
    const { status, stdout, stderr } = runScript(root, 'start.mjs', ['--port', '0'])
    expect([status, stdout]).toEqual([3, '["serve","--port","0"]\n'])
    expect(stderr).toContain('as Electron cannot be used: there is no display.')
  })

  test('opens a window where Electron can be had, unless the browser is asked for', () => {
    const root = standInProject(tellingApp, { ...withWindow, ...electron })
    const { status, stdout } = runScript(root, 'start.mjs', ['--library', 'x'], { DISPLAY: ':9' })
    expect(status).toBe(5)
    expect(stdout).toMatch(new RegExp(`^window: (--no-sandbox )?${root} --library x\n$`))
    expect(runScript(root, 'start.mjs', ['--browser'], { DISPLAY: ':9' }).stdout).toBe('["serve"]\n')
  })

  test('goes on without the default model', () => {
    const root = standInProject(tellingApp, { 'models/tiny.gguf': 'another' })
    const { stdout, stderr } = runScript(root, 'start.mjs', ['--browser'])
    expect(stdout).toBe('["serve"]\n')
    expect(stderr).toContain('is not the file that the catalogue names')
  })
})

describe('npm test', () => {
  const vitest = `#!/usr/bin/env node
const { writeFileSync } = require('node:fs')
const isE2e = process.argv.includes('vitest.e2e.config.ts')
const states = isE2e ? ['passed'] : ['passed', 'passed', 'failed', 'pending']
const file = process.argv.find((arg) => arg.startsWith('--outputFile.json=')).split('=')[1]
if (isE2e) console.log('browser: ' + process.env.CHROMIUM_PATH)
writeFileSync(file, JSON.stringify({ testResults: [{ status: isE2e ? 'passed' : 'failed', assertionResults: states.map((status) => ({ status, fullName: 'a test', failureMessages: [] })), name: 'a.test.ts' }] }))
process.exit(isE2e ? 0 : 1)
`
  const scripts = {
    check: 'npm run lint && npm run build && npm run unit',
    lint: 'node lint.cjs',
    build: 'node build.mjs',
    unit: 'vitest run',
    e2e: 'vitest run --config vitest.e2e.config.ts',
  }
  const project = (files: Record<string, string> = {}) =>
    standInProject(tellingApp, {
      'package.json': JSON.stringify({ type: 'module', scripts }),
      'node_modules/.bin/vitest': vitest,
      'lint.cjs': '',
      ...files,
    })
  const lastLine = (text: string) => text.trim().split('\n').at(-1)

  test('runs every step, gives the tests their browser, and ends with the sum', () => {
    const { status, stdout } = runScript(project(), 'test.mjs', [], { CHROMIUM_PATH: process.execPath })
    expect(stdout).toContain(`browser: ${process.execPath}`)
    expect(stdout).toMatch(/\nFailed: a\.test\.ts > a test\n3 passed, 1 failed, 1 skipped\n$/)
    expect(status).toBe(1)
  })

  test('counts a failed format and still runs the tests', () => {
    const root = project({ 'lint.cjs': 'process.exit(1)' })
    const { status, stdout } = runScript(root, 'test.mjs', [], { CHROMIUM_PATH: process.execPath })
    expect(lastLine(stdout)).toBe('3 passed, 2 failed, 1 skipped')
    expect(status).toBe(1)
  })

  test('ends with one failure when the app cannot be built', () => {
    const root = project({ 'build.mjs': 'process.exit(1)' })
    const { status, stdout } = runScript(root, 'test.mjs', [], { CHROMIUM_PATH: process.execPath })
    expect(lastLine(stdout)).toBe('0 passed, 1 failed')
    expect(status).toBe(1)
  })

  test('counts a missing browser as a failure', () => {
    const { stdout, stderr } = runScript(project(), 'test.mjs', [], { CHROMIUM_PATH: '/nonexistent' })
    expect(stderr).toContain('The end-to-end tests need Chromium')
    expect(lastLine(stdout)).toBe('2 passed, 2 failed, 1 skipped')
  })
})
