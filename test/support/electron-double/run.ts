/**
 * What `electron FOLDER` does, on plain Node and a real Chromium: `node run.ts FOLDER [switches]`. The built main
 * process, preload script and pages run unchanged; only the module `electron` is another.
 */
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const folder = resolve(process.argv[2] ?? '.')
const double = new URL('electron.ts', import.meta.url).href
registerHooks({
  resolve: (name, context, next) => (name === 'electron' ? { url: double, shortCircuit: true } : next(name, context)),
})
process.argv.splice(1, 1)

const { app, becomeReady } = (await import(double)) as typeof import('./electron.ts')
const { main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { main: string }
const waiting = setTimeout(() => {
  console.error('electron double: the entry waits for something that comes only after it has been evaluated')
  process.exit(70)
}, 10_000)
await import(pathToFileURL(join(folder, main)).href)
clearTimeout(waiting)
process.on('SIGTERM', () => app.quit())
becomeReady()
