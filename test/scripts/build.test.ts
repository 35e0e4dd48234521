import { existsSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ensureBuilt } from '../../scripts/bootstrap.mjs'
import { tempFolder, writeFiles } from './stand-in.ts'

const buildScript = `
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
appendFileSync('builds', 'x')
if (existsSync('failing')) process.exit(1)
mkdirSync('out/main', { recursive: true })
writeFileSync('out/main/cli.js', '')
`

function project() {
  const root = tempFolder()
  writeFiles(root, {
    'src-main/core/a.ts': 'export const a = 1',
    'src-renderer/main.tsx': '',
    'resources/starter.jsonl': '{}',
    'electron.vite.config.ts': '',
    'package.json': '{}',
    'build.mjs': buildScript,
  })
  const build = { command: [process.execPath, 'build.mjs'], env: process.env }
  return {
    root,
    ensure: (again = false) => ensureBuilt({ root, build, again, log: () => {} }),
    builds: () => readFileSync(join(root, 'builds'), 'utf8').length,
  }
}

test('the app is built once, and not again when only the times of its sources change', async () => {
  const { root, ensure, builds } = project()
  await ensure()
  utimesSync(join(root, 'src-main/core/a.ts'), new Date(), new Date(Date.now() + 60_000))
  await ensure()
  expect(builds()).toBe(1)
})

describe('the app is built again', () => {
  const changes: [what: string, change: (root: string) => void][] = [
    ['a source changes without a new time', (root) => changeSilently(join(root, 'src-main/core/a.ts'))],
    ['a file is added', (root) => writeFiles(root, { 'src-main/core/b.ts': '' })],
    [
      'a file gets another name',
      (root) => renameSync(join(root, 'src-main/core/a.ts'), join(root, 'src-main/core/b.ts')),
    ],
    ['a file is removed', (root) => rmSync(join(root, 'src-renderer/main.tsx'))],
    ['a resource changes', (root) => writeFiles(root, { 'resources/starter.jsonl': '{ }' })],
    ['the build configuration changes', (root) => writeFiles(root, { 'electron.vite.config.ts': '//' })],
    ['the packages change', (root) => writeFiles(root, { 'package.json': '{ }' })],
    ['its output is gone', (root) => rmSync(join(root, 'out'), { recursive: true })],
    ['another builder wrote its output', (root) => utimesSync(join(root, 'out/main/cli.js'), 1, 1)],
  ]
  test.each(changes)('when %s', async (_what, change) => {
    const { root, ensure, builds } = project()
    await ensure()
    change(root)
    await ensure()
    expect(builds()).toBe(2)
  })

  test('when it is asked for', async () => {
    const { ensure, builds } = project()
    await ensure()
    await ensure(true)
    expect(builds()).toBe(2)
  })
})

test('a failed build is one sentence, does not count, and lets go of its lock', async () => {
  const { root, ensure, builds } = project()
  await ensure()
  writeFiles(root, { failing: '', 'src-main/core/a.ts': 'broken' })
  await expect(ensure()).rejects.toThrow(/^The app could not be built/)
  expect(existsSync(join(root, 'out/.build.lock'))).toBe(false)
  writeFiles(root, { 'src-main/core/a.ts': 'export const a = 1' })
  rmSync(join(root, 'failing'))
  await ensure()
  expect(builds()).toBe(3)
})

test('two starts at the same time build once', async () => {
  const { ensure, builds } = project()
  await Promise.all([ensure(), ensure()])
  expect(builds()).toBe(1)
})

function changeSilently(path: string) {
  const time = new Date(0)
  utimesSync(path, time, time)
  writeFileSync(path, 'export const a = 2')
  utimesSync(path, time, time)
}
