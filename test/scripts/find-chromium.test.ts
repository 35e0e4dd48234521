import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ensureChromium } from '../../scripts/lib/find-chromium.mjs'
import { tempFolder, writeFiles } from './stand-in.ts'

const program = '#!/bin/sh\n'

/** An environment with nothing in it but what the test puts there. */
function machine(files: Record<string, string>, { id = 'debian', isRoot = true } = {}) {
  const folder = tempFolder()
  writeFiles(folder, { 'os-release': `NAME=Any\nID=${id}\n`, ...files })
  const env = { PATH: join(folder, 'bin'), XDG_CACHE_HOME: join(folder, 'cache'), LOCALAPPDATA: folder }
  return { folder, env, options: { env, isRoot, osRelease: join(folder, 'os-release'), log: () => {} } }
}

describe('Chromium for the end-to-end tests', () => {
  test('is the one of CHROMIUM_PATH before all others', async () => {
    const { folder, env, options } = machine({ 'bin/chromium': program, own: program })
    const CHROMIUM_PATH = join(folder, 'own')
    expect(await ensureChromium({ ...options, env: { ...env, CHROMIUM_PATH } })).toBe(CHROMIUM_PATH)
  })

  test('is the system’s, then Playwright’s', async () => {
    const { folder, options } = machine({ 'bin/google-chrome': program })
    expect(await ensureChromium(options)).toBe(join(folder, 'bin/google-chrome'))
    const cached = 'cache/ms-playwright/chromium-1200/chrome-linux/chrome'
    const second = machine({ [cached]: program })
    expect(await ensureChromium(second.options)).toBe(join(second.folder, cached))
  })

  const apt = '#!/bin/sh\n[ "$1" = install ] && echo > "$(/usr/bin/dirname "$0")/chromium"\nexit 0\n'

  test('is installed as root on Debian', async () => {
    const { folder, options } = machine({ 'bin/apt-get': apt })
    expect(await ensureChromium(options)).toBe(join(folder, 'bin/chromium'))
  })

  test.each([
    ['as another user', { isRoot: false }],
    ['on another system', { id: 'fedora' }],
  ])('is not installed %s', async (_who, who) => {
    expect(await ensureChromium(machine({ 'bin/apt-get': apt }, who).options)).toBeUndefined()
  })
})
