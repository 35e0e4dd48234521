import { type Browser, chromium } from 'playwright-core'
import { onTestFinished } from 'vitest'

const quiet = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync',
]

/** A real browser for one test. CHROMIUM_PATH names another than the system's. */
export async function launchChromium(args: string[] = []): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [...quiet, ...args],
    // Without a UTF-8 locale it gives downloads a name of its own.
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  })
  onTestFinished(() => browser.close())
  return browser
}
