import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { quietChromium } from './quiet-chromium.ts'

/** A real browser for one test, started behind the words `enter`. CHROMIUM_PATH names another than the system's. */
export async function launchChromium(args: string[] = [], enter: string[] = []): Promise<Browser> {
  const executable = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
  const browser = await chromium.launch({
    executablePath: enter.length > 0 ? scriptOf([...enter, executable]) : executable,
    args: [...quietChromium, ...args],
    // Without a UTF-8 locale it gives downloads a name of its own.
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  })
  onTestFinished(() => browser.close())
  return browser
}

/** Playwright starts one file, without words of ours before its own. */
function scriptOf(words: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'loom-chromium-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'chromium.sh')
  writeFileSync(file, `#!/bin/sh\nexec ${words.map((word) => `'${word}'`).join(' ')} "$@"\n`, { mode: 0o755 })
  return file
}
