import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { ensureInstalled } from '../../scripts/bootstrap.mjs'
import { scriptsFolder, tempFolder, writeFiles } from './stand-in.ts'

/** Plays `npm ci`: takes its time, notes that it ran, and fails in folders where a file says so. */
const npmScript = `
import { appendFileSync, existsSync, mkdirSync } from 'node:fs'
appendFileSync('npm-calls', 'begin ' + process.argv.slice(2).join(' ') + '\\n')
await new Promise((resolve) => setTimeout(resolve, existsSync('slow') ? 1500 : 0))
if (existsSync('failing')) process.exit(7)
mkdirSync('node_modules', { recursive: true })
appendFileSync('npm-calls', 'end\\n')
`

/** Installs as another start would, in a process of its own. */
const otherStart = `
import { ensureInstalled } from ${JSON.stringify(pathToFileURL(join(scriptsFolder, 'bootstrap.mjs')).href)}
await ensureInstalled({ root: process.cwd(), npm: { command: [process.execPath, 'npm.mjs'], env: process.env } })
`

function project(packages: Record<string, object> = {}) {
  const root = tempFolder()
  writeFiles(root, { 'package-lock.json': JSON.stringify({ packages }), 'npm.mjs': npmScript, 'other.mjs': otherStart })
  const calls = () =>
    existsSync(join(root, 'npm-calls')) ? readFileSync(join(root, 'npm-calls'), 'utf8').split('\n') : []
  const npm = { command: [process.execPath, 'npm.mjs'], env: process.env }
  return {
    root,
    npm,
    begun: () => calls().filter((line) => line.startsWith('begin')),
    calls,
    install: () => ensureInstalled({ root, npm, log: () => {} }),
  }
}

function startOther(root: string) {
  const child = spawn(process.execPath, ['other.mjs'], { cwd: root, stdio: 'ignore', detached: true })
  onTestFinished(() => killGroup(child))
  return child
}

function killGroup(child: ChildProcess) {
  try {
    process.kill(-(child.pid ?? 0), 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

describe('packages', () => {
  test('are installed once, and again when the lockfile has changed', async () => {
    const { root, begun, install } = project()
    await install()
    await install()
    expect(begun()).toEqual(['begin ci --no-fund --no-audit --loglevel=error --no-progress'])
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: {}, name: 'changed' }))
    await install()
    expect(begun()).toHaveLength(2)
  })

  test('that npm could not install are one sentence, and are tried again', async () => {
    const { root, begun, install } = project()
    writeFiles(root, { failing: '' })
    await expect(install()).rejects.toThrow(/^npm could not install the packages \(exit code 7/)
    rmSync(join(root, 'failing'))
    await install()
    expect(begun()).toHaveLength(2)
  })

  test('that take long are told to be coming still', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const { root, calls, npm } = project()
    writeFiles(root, { slow: '' })
    const lines: string[] = []
    const installing = ensureInstalled({ root, npm, log: (line) => lines.push(line) })
    await vi.waitFor(() => expect(calls()).toHaveLength(2))
    vi.advanceTimersByTime(95_000)
    await installing
    vi.advanceTimersByTime(60_000)
    const still = ['30 s', '1 min 0 s', '1 min 30 s'].map((time) => `Installing npm packages, ${time} so far.`)
    expect(lines).toEqual(['Installing npm packages, about 1.4 GB on disk.', ...still])
  })

  test('are installed by one of two starts while the other waits', async () => {
    const { root, calls, install } = project()
    writeFiles(root, { slow: '' })
    startOther(root)
    await vi.waitFor(() => expect(calls()).toHaveLength(2))
    await install()
    expect(calls().map((line) => line.split(' ')[0])).toEqual(['begin', 'end', ''])
  })
})

describe('the lock of an installer', () => {
  test('is taken over when its owner is dead', async () => {
    const { root, begun, install } = project()
    const dead = spawn(process.execPath, ['-e', ''])
    await new Promise((resolve) => dead.once('close', resolve))
    writeFiles(root, { '.install.lock': `${dead.pid}\n` })
    await install()
    expect(begun()).toHaveLength(1)
    expect(existsSync(join(root, '.install.lock'))).toBe(false)
  })

  test.runIf(process.platform === 'linux')('is taken over when its pid now belongs to another process', async () => {
    const { root, begun, install } = project()
    writeFiles(root, { '.install.lock': `${process.pid} 1\n` })
    await install()
    expect(begun()).toHaveLength(1)
  })

  test('counts as long as an npm lives whose owner was killed', async () => {
    const { root, calls, install } = project()
    writeFiles(root, { slow: '' })
    const other = startOther(root)
    await vi.waitFor(() => expect(calls()).toHaveLength(2))
    other.kill('SIGKILL')
    await install()
    expect(calls().map((line) => line.split(' ')[0])).toEqual(['begin', 'end', 'begin', 'end', ''])
  })
})

describe('what a plain npm ci has left', () => {
  const wanted = { version: '1.0.0', integrity: 'sha512-right' }
  const elsewhere = { version: '1.0.0', optional: true, os: ['aix'], cpu: ['ppc64'] }
  const lock = { '': {}, 'node_modules/wanted': wanted, 'node_modules/elsewhere': elsewhere }

  function installedBefore(hidden: Record<string, object>, packages: Record<string, object> = lock) {
    const started = project(packages)
    writeFiles(started.root, { 'node_modules/.package-lock.json': JSON.stringify({ packages: hidden }) })
    mkdirSync(join(started.root, 'node_modules', 'wanted'))
    return started
  }

  test('is taken as installed when nothing is missing for this system', async () => {
    const { begun, install } = installedBefore({ 'node_modules/wanted': wanted })
    await install()
    expect(begun()).toEqual([])
  })

  const here = { ...elsewhere, os: [process.platform], cpu: [process.arch] }
  const refused: [what: string, hidden: Record<string, object>, packages?: Record<string, object>][] = [
    ['another version', { 'node_modules/wanted': { ...wanted, version: '0.9.0' } }],
    ['another content', { 'node_modules/wanted': { ...wanted, integrity: 'sha512-wrong' } }],
    ['a missing package', {}],
    [
      'a missing package for just this system',
      { 'node_modules/wanted': wanted },
      { ...lock, 'node_modules/here': here },
    ],
    [
      'a package whose folder is gone',
      { ...lock, 'node_modules/gone': wanted },
      { ...lock, 'node_modules/gone': wanted },
    ],
  ]
  test.each(refused)('is installed anew with %s', async (_what, hidden, packages) => {
    const { begun, install } = installedBefore(hidden, packages)
    await install()
    expect(begun()).toHaveLength(1)
  })
})
