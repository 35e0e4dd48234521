import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findElectron } from '../../scripts/lib/find-electron.mjs'
import { tempFolder, writeFiles } from './stand-in.ts'

const display = { PATH: process.env['PATH'], DISPLAY: ':9' }
const working = '#!/bin/sh\necho v45.4.1\n'
const noting = `require('node:fs').appendFileSync(__dirname + '/tries', 'x');`
const unreachable = `${noting} console.error('TypeError: fetch failed'); process.exit(1)`
const bringing = `${noting}
const { mkdirSync, writeFileSync } = require('node:fs')
mkdirSync(__dirname + '/dist'); writeFileSync(__dirname + '/path.txt', 'electron')
writeFileSync(__dirname + '/dist/electron', ${JSON.stringify(working)}, { mode: 0o755 })`

/** A project whose Electron package has the given installer. */
function project(installer: string, files: Record<string, string> = {}) {
  const root = tempFolder()
  const folder = join(root, 'node_modules', 'electron')
  writeFiles(folder, { 'package.json': '{ "version": "45.4.1" }', 'install.js': installer, ...files })
  const tries = () => (existsSync(join(folder, 'tries')) ? readFileSync(join(folder, 'tries'), 'utf8').length : 0)
  const find = (options: { env?: NodeJS.ProcessEnv; again?: boolean } = {}) =>
    findElectron({ root, env: display, platform: 'linux', log: () => {}, ...options })
  return { root, folder, find, tries }
}

describe('Electron', () => {
  test('is not looked for without a display', async () => {
    const { find, tries } = project(bringing)
    expect(await find({ env: { PATH: display.PATH } })).toEqual({ why: 'there is no display' })
    expect(tries()).toBe(0)
  })

  test('is fetched once and then found', async () => {
    const { folder, find, tries } = project(bringing)
    await find()
    expect(await find()).toMatchObject({ command: [join(folder, 'dist', 'electron')].concat(rootFlags()) })
    expect(tries()).toBe(1)
  })

  test('that could not be fetched is not tried again before it is asked for', async () => {
    const { folder, find, tries } = project(unreachable)
    expect(await find()).toEqual({ why: 'its download failed (TypeError: fetch failed)' })
    expect(await find()).toMatchObject({ why: expect.stringMatching(/failed .* on \d{4}-\d\d-\d\d; .*--electron/) })
    expect(tries()).toBe(1)
    writeFiles(folder, { 'install.js': bringing })
    expect(await find({ again: true })).toHaveProperty('command')
    expect(await find()).toHaveProperty('command')
    expect(tries()).toBe(2)
  })

  test('of another version is tried although an older one failed', async () => {
    const { folder, find, tries } = project(unreachable)
    await find()
    writeFiles(folder, { 'package.json': '{ "version": "45.4.2" }' })
    await find()
    expect(tries()).toBe(2)
  })

  test('is given up when its host accepts and never answers', async () => {
    const { find } = project('setTimeout(() => {}, 60_000)')
    const startedAt = Date.now()
    const { why } = (await find({ env: { ...display, LOOM_ELECTRON_DOWNLOAD_MS: '300' } })) as { why: string }
    expect(why).toBe('its download took longer than 0.3 s')
    expect(Date.now() - startedAt).toBeLessThan(5_000)
  })

  test('that does not start, as a library is missing, is named with its words', async () => {
    const broken = '#!/bin/sh\necho "libnss3.so: cannot open shared object file" >&2; exit 127\n'
    const { find } = project(unreachable, { 'path.txt': 'electron', 'dist/electron': broken })
    expect(await find()).toEqual({
      why: 'its binary did not start (libnss3.so: cannot open shared object file)',
    })
  })

  test('of a folder of one’s own is used, and never downloaded into it', async () => {
    const { find, tries } = project(bringing)
    const own = tempFolder()
    const env = { ...display, ELECTRON_OVERRIDE_DIST_PATH: own }
    expect(await find({ env })).toEqual({ why: 'ELECTRON_OVERRIDE_DIST_PATH held no Electron' })
    writeFiles(own, { electron: working })
    expect(await find({ env, again: true })).toMatchObject({ command: [join(own, 'electron')].concat(rootFlags()) })
    expect(tries()).toBe(0)
  })

  test('is never started as a plain Node', async () => {
    const { find } = project(bringing)
    const { env } = (await find({ env: { ...display, ELECTRON_RUN_AS_NODE: '1' } })) as { env: NodeJS.ProcessEnv }
    expect(env).toEqual(display)
  })
})

function rootFlags() {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
}
