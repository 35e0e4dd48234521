import { join } from 'node:path'
import { BrowserWindow, type Session } from 'electron'
import { type Connection, isLoopback } from '../../inference/watch-connections.ts'
import type { NetworkRecord } from '../node/network-record.ts'
import type { WindowState } from './window-state.ts'

/** The origin of our own pages. */
export const ownOrigin = 'app://loom'

const mostReloads = 3
const reloadsMs = 60_000

/** The only place where a window is made: sandboxed, on our own pages, and closed to everything else. */
export function createWindow(
  { isMaximised, ...bounds }: WindowState,
  network: Pick<NetworkRecord, 'refused'>,
  log: (error: unknown) => void,
): BrowserWindow {
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => {
    if (isMaximised) window.maximize()
    window.show()
  })
  const { webContents } = window
  const refuse = (url: string) => network.refused('window', destinationOf(url), 'not-needed')
  webContents.setWindowOpenHandler(({ url }) => {
    refuse(url)
    return { action: 'deny' }
  })
  webContents.on('will-navigate', (event) => {
    if (isOwnPage(event.url)) return
    event.preventDefault()
    refuse(event.url)
  })
  webContents.on('will-attach-webview', (event) => event.preventDefault())
  closeDoors(webContents.session, refuse)
  reviveCrashedPage(window, log)
  return window
}

export function isOwnPage(url: string): boolean {
  return url === ownOrigin || url.startsWith(`${ownOrigin}/`)
}

/** Where an address leads, without its path: that may hold what somebody wrote. */
function destinationOf(url: string): Connection {
  const { protocol, host, hostname } = URL.parse(url) ?? { protocol: '', host: '', hostname: '' }
  if (host === '') return { target: protocol, isOutside: false }
  return { target: `${protocol}//${host}`, isOutside: !isLoopback(hostname) }
}

/** Ours, what is written into a page itself, and the browser's own tools; everything else would leave the app. */
const ownSchemes = /^(app|data|blob|devtools):/i

/**
 * Nothing leaves the app, and nothing may be done but what the buttons that copy need: our own pages may write text to
 * the clipboard, and not read it.
 */
export function closeDoors(session: Session, refuse: (url: string) => void): void {
  session.webRequest.onBeforeRequest((details, answer) => {
    const cancel = !ownSchemes.test(details.url)
    if (cancel) refuse(details.url)
    answer({ cancel })
  })
  const mayDo = (permission: string, url: string) => permission === 'clipboard-sanitized-write' && isOwnPage(url)
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(mayDo(permission, requestingUrl)),
  )
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) => mayDo(permission, requestingOrigin))
}

/** The work goes on in another process, so a page that crashed is simply drawn again; not one that always crashes. */
function reviveCrashedPage(window: BrowserWindow, log: (error: unknown) => void): void {
  let crashes: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return
    log(new Error(`The page ended: ${reason} (code ${exitCode})`))
    crashes = [...crashes.filter((at) => at > Date.now() - reloadsMs), Date.now()]
    if (crashes.length <= mostReloads) window.webContents.reload()
  })
}
