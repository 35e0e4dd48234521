import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBuilt, prepare } from './bootstrap.mjs'
import { ensureDefaultModel } from './lib/default-model.mjs'
import { findElectron } from './lib/find-electron.mjs'
import { runScript, say } from './lib/foreseen.mjs'
import { keepServing } from './lib/keep-serving.mjs'
import { relay } from './lib/run.mjs'
import { returnToCallersFolder, runApp, stopWithParent } from './lib/run-app.mjs'

const HELP = `npm start -- [options]   installs what is missing, builds what has changed, and starts Persona Loom

  --browser           in the browser, even where Electron could be used
  --electron          try Electron again after its download or start has failed
  --port N            port on 127.0.0.1, in the browser (usually that of the last time, at first any free one)
  --library DIR       folder of the database and its files (usually LOOM_LIBRARY or, where that is not set,
                      ~/.local/share/persona-loom on Linux, ~/Library/Application Support/Persona Loom on macOS,
                      %APPDATA%\\Persona Loom on Windows)
  --models-dir DIR    folder of the model files (usually LOOM_MODELS or, where that is not set, the app's own and the
                      library's)
  --no-open           print the link without opening a browser

Example: npm start -- --browser --port 4600`

const script = fileURLToPath(import.meta.url)
const root = dirname(dirname(script))
const args = process.argv.slice(2)
const passedOn = args.filter((arg) => arg !== '--browser' && arg !== '--electron')

await runScript(async () => {
  if (args.includes('--help')) return say(HELP)
  // Started by the keeper below, in whose place all else was done.
  if (process.env['LOOM_KEPT'] === '1') return runApp(root, ['serve', ...passedOn])
  returnToCallersFolder('start')
  await prepare({ root, script, args })
  await ensureDefaultModel({ root, args, whenFailedBefore: 'remind' })
  await ensureBuilt({ root })
  const electron = await electronUnlessRefused()
  if ('command' in electron) {
    const { code } = await relay([...electron.command, root, ...passedOn], { env: electron.env })
    process.exitCode = code
  } else {
    if (electron.why)
      say(`Serving the app on this computer for the browser, as Electron cannot be used: ${electron.why}.`)
    stopWithParent()
    const env = { ...process.env, LOOM_KEPT: '1', LOOM_RELAYED: '1' }
    process.exitCode = await keepServing([process.execPath, script, ...passedOn], { env })
  }
})

async function electronUnlessRefused() {
  if (args.includes('--browser')) return { why: '' }
  if (!existsSync(join(root, 'out', 'main', 'main.js'))) return { why: 'this version has no window of its own yet' }
  return findElectron({ root, again: args.includes('--electron') })
}
