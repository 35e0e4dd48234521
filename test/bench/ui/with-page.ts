import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core'
import type { Input, Output, RouteName } from '#contract/index'
import { quietChromium } from '../../support/quiet-chromium.ts'
import { type LongTask, type PageTools, pageTools } from './page-tools.ts'

type Options = { folder: string; rows: number; round: number; note: (text: string) => void }

/** What every measurement of the interface needs. */
export type Bench = Options & {
  page: Page
  browser: Browser
  version: string
  devtools: CDPSession
  modelSha256: string
  /** Calls a tool inside the page. */
  tool: <N extends keyof PageTools>(
    name: N,
    ...input: Parameters<PageTools[N]>
  ) => Promise<Awaited<ReturnType<PageTools[N]>>>
  ask: <N extends RouteName>(name: N, input: Input<N>) => Promise<Output<N>>
  /** The start page, loaded anew: nothing of before is cached in the page. Its own long tasks are no navigation's. */
  begin: () => Promise<void>
  /** Tasks over 50 ms since the pages stood. */
  longTasks: () => Promise<LongTask[]>
}

/** Starts the host and a Chromium, and ends both. */
export async function withPage(options: Options, use: (bench: Bench) => Promise<void>): Promise<void> {
  const host = spawn(process.execPath, [join(import.meta.dirname, 'host.ts'), options.folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(host, 'exit')
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [...quietChromium, '--enable-precise-memory-info'],
  })
  try {
    const { url, modelSha256 } = await linkOf(host)
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.addInitScript(pageTools)
    await page.goto(url)
    // A link opens once: loaded anew before its answer came, the page would have none.
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    const tasks: LongTask[] = []
    let hasBegun = false
    const tool: Bench['tool'] = (name, ...input) =>
      page.evaluate(
        ([named, args]) =>
          (window as never as { tools: Record<string, (...args: unknown[]) => unknown> }).tools[named]?.(...args),
        [name, input] as [string, unknown[]],
      ) as never
    const keepTasks = async () => void tasks.push(...(await tool('takeLongTasks')))
    await use({
      ...options,
      ...{ page, browser, version: browser.version(), modelSha256, tool },
      devtools: await page.context().newCDPSession(page),
      ask: (name, input) => tool('ask', name, input) as never,
      async begin() {
        // What the first loading of the app takes is not the doing of a list.
        if (hasBegun) await keepTasks()
        hasBegun = true
        await page.evaluate(() => window.location.replace('#/'))
        await page.reload()
        await page.getByRole('heading', { level: 1 }).first().waitFor()
        await page.waitForTimeout(800)
        await tool('takeLongTasks')
      },
      async longTasks() {
        await keepTasks()
        return tasks
      },
    })
  } finally {
    await browser.close()
    host.kill('SIGTERM')
    await ended
  }
}

async function linkOf(host: ChildProcess): Promise<{ url: string; modelSha256: string }> {
  if (!host.stdout) throw new Error('The host has no output')
  for await (const line of createInterface({ input: host.stdout })) return JSON.parse(line)
  throw new Error('The host ended before it said where it is')
}
