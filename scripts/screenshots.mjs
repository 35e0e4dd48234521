import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBuilt, prepare } from './bootstrap.mjs'
import { ensureDefaultModel } from './lib/default-model.mjs'
import { ensureChromium } from './lib/find-chromium.mjs'
import { ForeseenError, runScript, say } from './lib/foreseen.mjs'
import { relay } from './lib/run.mjs'

const HELP = `npm run screenshots   a picture of every screen in its states, in both themes and two sizes, in out/screenshots`

const script = fileURLToPath(import.meta.url)
const root = dirname(dirname(script))
const args = process.argv.slice(2)

await runScript(async () => {
  if (args.includes('--help')) return say(HELP)
  await prepare({ root, script, args })
  await ensureDefaultModel({ root, whenFailedBefore: 'again' })
  const chromium = await ensureChromium()
  if (!chromium) throw new ForeseenError('Without Chromium there are no pictures.')
  await ensureBuilt({ root })
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const folder = join(root, 'out', 'screenshots')
  const { code } = await relay(
    [process.execPath, vitest, 'run', '--config', 'vitest.e2e.config.ts', 'test/e2e/screens.test.ts'],
    { cwd: root, env: { ...process.env, LOOM_SHOTS: folder, CHROMIUM_PATH: chromium } },
  )
  say(`The pictures are in ${folder}.`)
  process.exitCode = code
})
