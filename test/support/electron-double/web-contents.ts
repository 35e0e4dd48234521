import { EventEmitter } from 'node:events'
import type { Frame, Page } from 'playwright-core'
import { tell } from './control.ts'
import { toAppUrl } from './protocol.ts'
import { Session } from './session.ts'

type FrameDouble = { readonly url: string; readonly origin: string }

/** What Electron calls a page; its requests come by a binding, its news go by an evaluated call. */
export class WebContents extends EventEmitter {
  session = new Session()
  mainFrame: FrameDouble = { url: '', origin: '' }
  #page: Page | undefined
  #isLoaded = false
  #waiting: [string, unknown[]][] = []
  #openHandler: (details: { url: string }) => { action: 'deny' | 'allow' } = () => ({ action: 'allow' })

  setWindowOpenHandler(handler: (details: { url: string }) => { action: 'deny' | 'allow' }): void {
    this.#openHandler = handler
  }

  /** Copied as Electron copies it, so that what cannot be cloned fails here too. */
  send(channel: string, ...args: unknown[]): void {
    const copied = structuredClone(args)
    if (this.#isLoaded) this.#deliver(channel, copied)
    else this.#waiting.push([channel, copied])
  }

  /** Its window does it. */
  reload(): void {
    this.emit('reload')
  }

  /** Ends the page's process, as a crash would. */
  async crash(): Promise<void> {
    await this.#page?.goto('chrome://crash').catch(() => {}) // It cannot end well.
  }

  frameOf(frame: Frame): FrameDouble {
    const url = toAppUrl(frame.url())
    const now = { url, origin: /^[^:]+:\/\/[^/]*/.exec(url)?.[0] ?? '' }
    return frame === this.#page?.mainFrame() ? Object.assign(this.mainFrame, now) : now
  }

  attach(page: Page): void {
    this.#page = page
    // A way within the document, as the router's, asks for nothing and leaves it loaded.
    page.on('request', (request) => {
      if (request.isNavigationRequest() && request.frame() === page.mainFrame()) this.#isLoaded = false
    })
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame() && !this.#isLoaded) this.emit('did-navigate', {}, toAppUrl(frame.url()))
    })
    page.on('domcontentloaded', () => {
      this.#isLoaded = true
      for (const [channel, args] of this.#waiting.splice(0)) this.#deliver(channel, args)
    })
    page.on('crash', () => {
      this.#isLoaded = false
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
    })
    page.on('popup', (popup) => {
      const url = popup.url()
      const isStopped = this.#openHandler({ url }).action === 'deny'
      tell({ type: 'stranger', url, isStopped })
      if (isStopped) void popup.close()
    })
  }

  /** True when the app stops a way that leads off its pages, or what a page asks for elsewhere. */
  stops(url: string, isNavigation: boolean): boolean {
    let isStopped = false
    if (!isNavigation) isStopped = this.session.stops(url)
    else this.emit('will-navigate', { url, preventDefault: () => (isStopped = true) })
    tell({ type: 'stranger', url, isStopped })
    return isStopped
  }

  #deliver(channel: string, args: unknown[]): void {
    const receive = ([name, given]: [string, unknown[]]) =>
      (
        window as unknown as { electronDouble: { receive(name: string, args: unknown[]): void } }
      ).electronDouble.receive(name, given)
    // A page that goes away meanwhile hears nothing, like one that is closed.
    this.#page?.evaluate(receive, [channel, args] as [string, unknown[]]).catch(() => {})
  }
}
