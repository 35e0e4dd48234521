import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { basename, join, resolve } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import type { FromTest, ToTest } from '../support/electron-double/control.ts'
import { launchChromium } from '../support/launch-chromium.ts'
import { newPage } from './look.ts'
import { tempFolder } from './loom.ts'
import type { Namespace } from './namespace.ts'
import { noNetwork, serve } from './serve.ts'

/** The built app in a browser, and the built app in the double of Electron. */
export const hosts = ['browser', 'electron'] as const
export type HostName = (typeof hosts)[number]

export type Saved = { path: string; name: string }

export type OpenApp = {
  page: Page
  /** The process that holds the library. */
  pid: number
  ended: Promise<unknown>
  /** What went wrong on the page, and what wanted to leave this computer. */
  problems: string[]
  strangers: string[]
  /** What a click gives to the person as a file. */
  save(click: () => Promise<void>): Promise<Saved>
}

type Options = { within?: Namespace | undefined; files?: string; modelsDir?: string }

/** Opens the app on a library. `files` is the folder that the person chooses files from. */
export function openApp(host: HostName, library: string, options: Options = {}): Promise<OpenApp> {
  return host === 'browser' ? openInBrowser(library, options) : openInElectron(library, options)
}

async function openInBrowser(library: string, { within, modelsDir }: Options): Promise<OpenApp> {
  const { url, child, ended } = await serve(library, { within, modelsDir })
  const page = await newPage(await launchChromium(noNetwork, within?.enter))
  if (within) await expect(fetch(url)).rejects.toThrow()
  const strangers: string[] = []
  page.on('request', (request) => {
    if (!/^(http:\/\/127\.0\.0\.1:|data:|blob:)/.test(request.url())) strangers.push(request.url())
  })
  const problems = hearProblems(page)
  await page.goto(url)
  return {
    ...{ page, pid: child.pid as number, ended, problems, strangers },
    async save(click) {
      const coming = page.waitForEvent('download')
      await click()
      const download = await coming
      return { path: (await download.path()) as string, name: download.suggestedFilename() }
    },
  }
}

/** What the double tells and takes, for the tests that are about the window itself. */
export type Desktop = OpenApp & {
  told: ToTest[]
  say(message: FromTest): void
  /** Starts the app again beside itself. */
  start(): Pick<Desktop, 'ended' | 'told'>
  stateFile: string
  /** Another one after a crash. */
  findPage(): Page | undefined
}

type DesktopOptions = Options & { bounds?: Record<string, number>; state?: string }

/** `bounds` is where the window was closed the last time; `state` the whole file that says so. */
export async function openInElectron(library: string, options: DesktopOptions = {}): Promise<Desktop> {
  const { files = '', modelsDir, bounds, state = bounds && JSON.stringify(bounds) } = options
  const port = await freePort()
  const folder = tempFolder()
  const stateFile = join(folder, 'userData', 'window.json')
  if (state !== undefined) {
    mkdirSync(join(folder, 'userData'))
    writeFileSync(stateFile, state)
  }
  const start = () => {
    const run = resolve('test/support/electron-double/run.ts')
    const child = fork(run, [resolve('.'), '--library', library, ...(modelsDir ? ['--models-dir', modelsDir] : [])], {
      env: { ...process.env, DOUBLE_PORT: String(port), DOUBLE_FOLDER: folder, DOUBLE_FILES: files },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    const ended = once(child, 'exit')
    const told: ToTest[] = []
    child.on('message', (message: ToTest) => told.push(message))
    onTestFinished(async () => {
      child.kill('SIGKILL')
      await ended
    })
    return { child, ended, told }
  }
  const { child, ended, told } = start()
  await expect.poll(() => told, { timeout: 30_000 }).toContainEqual({ type: 'shown' })
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
  const findPage = (): Page | undefined =>
    browser
      .contexts()
      .flatMap((context) => context.pages())
      .find((each) => each.url().includes('app--loom'))
  const page = findPage() as Page
  page.setDefaultTimeout(20_000)
  const problems = hearProblems(page)
  const say = (message: FromTest) => void child.send(message)
  let saves = 0
  return {
    ...{ page, pid: child.pid as number, ended, problems, told, say, start, stateFile, findPage },
    get strangers() {
      return told.flatMap((message) => (message.type === 'stranger' ? [message.url] : []))
    },
    async save(click) {
      const path = join(folder, `saved-${++saves}`)
      const before = told.length
      say({ type: 'answer', answer: { kind: 'save', result: { canceled: false, filePath: path } } })
      await click()
      await expect.poll(() => existsSync(path), { timeout: 20_000 }).toBe(true)
      const asked = told.slice(before).find((message) => message.type === 'dialog')
      return { path, name: basename(String(asked?.options['defaultPath'])) }
    },
  }
}

function hearProblems(page: Page): string[] {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  return problems
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
