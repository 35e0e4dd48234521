import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { build } from 'vite'
import { expect, onTestFinished, test } from 'vitest'
import { launchChromium } from '../support/launch-chromium.ts'
import { startHttpHost, token } from '../support/start-http-host.ts'

/** The real client in a real browser, against the real host. */
async function openRoad() {
  const host = await startHttpHost({ limits: { modelBytes: 1e9, otherBytes: 10e6 } })
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: join(host.staticFolder, 'assets'),
      emptyOutDir: false,
      rollupOptions: {
        input: join(import.meta.dirname, 'http-road-page.ts'),
        output: { entryFileNames: 'road.js' },
      },
    },
  })
  await writeFile(
    join(host.staticFolder, 'index.html'),
    '<!doctype html><script type="module" src="/assets/road.js"></script>',
  )
  const browser = await launchChromium()
  const complaints: string[] = []
  const open = async (address: string): Promise<Page> => {
    const page = await (await browser.newContext()).newPage()
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())))
    await page.goto(address)
    await page.waitForFunction(() => 'state' in globalThis)
    return page
  }
  onTestFinished(() => expect(complaints.filter((text) => !/favicon|40[34]|413/.test(text))).toEqual([]))
  return { ...host, open }
}

const stateOf = (page: Page) => page.evaluate(() => globalThis.state)

test('a link opens one tab: the code leaves the address bar, a reload works, another tab needs another link', async () => {
  const { url, base, host, open } = await openRoad()
  const page = await open(url)
  expect(await stateOf(page)).toBe('open')
  expect(page.url()).toBe(`${base}/`)
  expect(await page.evaluate(() => globalThis.client?.request('persona.count', {}))).toEqual({ count: 7 })
  expect(await page.evaluate(() => [document.cookie, localStorage.length])).toEqual(['', 0])
  await page.reload()
  await page.waitForFunction(() => 'state' in globalThis)
  expect(await page.evaluate(() => globalThis.client?.request('persona.count', {}))).toEqual({ count: 7 })

  const used = await open(url)
  expect(await stateOf(used)).toBe('no-session')
  expect(used.url()).toBe(`${base}/`)
  const bare = await open(base)
  expect(await stateOf(bare)).toBe('no-session')

  // The person puts the new link into the address bar of the tab that asks for it.
  await bare.evaluate((link) => location.assign(link), host.newLink())
  await bare.waitForFunction(() => globalThis.state === 'open')
  expect(bare.url()).toBe(`${base}/`)
}, 60_000)

test('a file is uploaded with its progress, and one that is too large is refused with the sentence of the host', async () => {
  const { url, uploads, open, root } = await openRoad()
  const page = await open(url)
  const sent = await page.evaluate(async () => {
    const steps: number[] = []
    const file = new File([new Uint8Array(8_000_000).fill(65)], 'Größe & Co.jsonl')
    const { fileId } = await globalThis.client!.files.upload(file, { onProgress: (bytes) => void steps.push(bytes) })
    return { fileId, steps }
  })
  const path = uploads.resolve(sent.fileId)!
  expect(path.endsWith('/Größe & Co.jsonl')).toBe(true)
  expect((await stat(path)).size).toBe(8_000_000)
  expect(sent.steps.at(-1)).toBe(8_000_000)
  expect(sent.steps).toEqual(sent.steps.toSorted((a, b) => a - b))

  const refused = await page.evaluate(() =>
    globalThis
      .client!.files.upload(new File([new Uint8Array(30_000_000)], 'big.csv'))
      .catch((error: Error & { code: string }) => [error.code, error.message]),
  )
  expect(refused).toEqual(['bad-file', expect.stringContaining('big.csv is larger than the 10 MB')])

  const aborted = await page.evaluate(() => {
    const stopping = new AbortController()
    const file = new File([new Uint8Array(400_000_000)], 'stopped.gguf')
    const upload = globalThis.client!.files.upload(file, {
      signal: stopping.signal,
      onProgress: () => stopping.abort(),
    })
    return upload.then(
      () => 'whole',
      (error: Error) => error.name,
    )
  })
  expect(aborted).toBe('AbortError')
  await expect.poll(() => readdir(join(root, 'uploads'))).toHaveLength(1)
}, 60_000)

test('a finished export is handed to the browser as a download, and an unknown one is refused', async () => {
  const { url, open, root, publish } = await openRoad()
  const page = await open(url)
  const path = join(root, 'private', 'export.csv')
  await writeFile(path, 'a,b\n1,2\n')
  const result = {
    exportId: 'e1',
    path,
    fileName: 'Übung.csv',
    rows: 1,
    leftOut: 0,
    sizeBytes: 8,
    sha256: 'x',
    guardedCells: 0,
  }
  publish('export.done', { exportId: 'e1', result, problem: null })
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.evaluate(() => globalThis.client!.files.download('e1')),
  ])
  expect(download.suggestedFilename()).toBe('Übung.csv')
  expect(download.url()).not.toContain(token)
  expect(await readFile(await download.path(), 'utf8')).toBe('a,b\n1,2\n')
  const refused = await page.evaluate(() =>
    globalThis.client!.files.download('e2').catch((error: Error & { code: string }) => error.code),
  )
  expect(refused).toBe('not-found')
}, 60_000)
