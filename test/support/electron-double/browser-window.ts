import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openBrowser } from './browser.ts'
import { tell } from './control.ts'
import { answerInvoke } from './ipc-main.ts'
import { serveProtocols, toHttpUrl } from './protocol.ts'
import { WebContents } from './web-contents.ts'

type Bounds = { x: number; y: number; width: number; height: number }
type Options = Partial<Bounds> & { webPreferences: { preload: string; sandbox: boolean; contextIsolation: boolean } }

const windows = new Set<BrowserWindow>()
const shim = readFileSync(join(import.meta.dirname, 'page-shim.js'), 'utf8')

/** Called when the last window is gone. */
export const lastWindow = new EventEmitter()

/** A window is a page of the double's Chromium; the built preload script runs in it before its own scripts. */
export class BrowserWindow extends EventEmitter {
  webContents = new WebContents()
  #bounds: Bounds
  #isDestroyed = false
  #isMaximized = false
  #preload: string
  #url = ''
  #opened: Promise<Page>

  static getAllWindows = (): BrowserWindow[] => [...windows]

  constructor({ webPreferences, x = 0, y = 0, width = 800, height = 600 }: Options) {
    super()
    if (!webPreferences.sandbox || !webPreferences.contextIsolation) {
      throw new Error('electron double: only sandboxed windows with contextIsolation are supported')
    }
    this.#bounds = { x, y, width, height }
    this.#preload = webPreferences.preload
    windows.add(this)
    this.#opened = this.#open()
    this.webContents.on('reload', () => void this.#reopen())
  }

  async #open(): Promise<Page> {
    const context = await openBrowser()
    const page = await context.newPage()
    await page.setViewportSize({ width: this.#bounds.width, height: this.#bounds.height })
    const { webContents } = this
    webContents.attach(page)
    await page.exposeBinding('electronDoubleInvoke', ({ frame }, channel: string, args: unknown[]) =>
      answerInvoke(channel, { sender: webContents, senderFrame: webContents.frameOf(frame) }, args),
    )
    await page.exposeBinding('electronDoubleAllows', ({ frame }, permission: string) =>
      webContents.session.allows(permission, webContents.frameOf(frame).url),
    )
    await page.addInitScript(
      `(() => { if (window.top !== window) return
       const folder = ${JSON.stringify(process.env['DOUBLE_FILES'] ?? '')}
       ${shim}
       ;(function (require, module, exports, process) { ${readFileSync(this.#preload, 'utf8')} })(
         requireElectron, { exports: {} }, {}, undefined) })()`,
    )
    await serveProtocols(page, (url, isNavigation) => webContents.stops(url, isNavigation))
    page.on('load', () => this.emit('ready-to-show'))
    for (const spare of context.pages()) if (spare !== page && spare.url() === 'about:blank') await spare.close()
    return page
  }

  /** Playwright cannot use a page again that has crashed, so that a reload is another page at the same address. */
  async #reopen(): Promise<void> {
    const crashed = await this.#opened
    this.#opened = this.#open()
    await this.loadURL(this.#url)
    await crashed.close()
  }

  async loadURL(url: string): Promise<void> {
    this.#url = url
    const page = await this.#opened
    await page.goto(toHttpUrl(url))
  }

  /** As the person's click on the cross. */
  close(): void {
    let isStopped = false
    this.emit('close', { preventDefault: () => (isStopped = true) })
    if (!isStopped) this.destroy()
  }

  destroy(): void {
    this.#opened.then((page) => page.close()).catch(() => {}) // Its browser is gone already.
    this.#gone()
  }

  #gone(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    windows.delete(this)
    this.emit('closed')
    if (windows.size === 0) lastWindow.emit('gone')
  }

  isDestroyed = (): boolean => this.#isDestroyed
  isMaximized = (): boolean => this.#isMaximized
  isMinimized = (): boolean => false
  getNormalBounds = (): Bounds => this.#bounds
  show = (): void => tell({ type: 'shown' })
  focus = (): void => tell({ type: 'focus' })
  restore(): void {}
  maximize(): void {
    this.#isMaximized = true
  }
}
