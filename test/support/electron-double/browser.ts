import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'
import { quietChromium } from '../quiet-chromium.ts'

let opening: Promise<BrowserContext> | undefined
let profile: string | undefined

/** The one Chromium that draws all windows. A test joins it at the port that it gave. */
export function openBrowser(): Promise<BrowserContext> {
  profile ??= mkdtempSync(join(tmpdir(), 'loom-double-'))
  opening ??= chromium.launchPersistentContext(profile, {
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    viewport: null,
    args: [...quietChromium, `--remote-debugging-port=${process.env['DOUBLE_PORT'] ?? 0}`],
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  })
  return opening
}

export async function closeBrowser(): Promise<void> {
  const context = await opening
  await context?.close()
  if (profile) rmSync(profile, { recursive: true, force: true })
}
