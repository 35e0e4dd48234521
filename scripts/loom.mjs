import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBuilt, prepare } from './bootstrap.mjs'
import { ensureDefaultModel } from './lib/default-model.mjs'
import { runScript } from './lib/foreseen.mjs'
import { returnToCallersFolder, runApp } from './lib/run-app.mjs'

const script = fileURLToPath(import.meta.url)
const root = dirname(dirname(script))
const args = process.argv.slice(2)

await runScript(async () => {
  returnToCallersFolder('loom')
  await prepare({ root, script, args })
  await ensureDefaultModel({ root, args, whenFailedBefore: 'silent' })
  await ensureBuilt({ root })
  await runApp(root, args)
})
