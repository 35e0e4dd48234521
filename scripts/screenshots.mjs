import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBuilt, prepare } from './bootstrap.mjs'
import { ensureDefaultModel } from './lib/default-model.mjs'
import { ensureChromium } from './lib/find-chromium.mjs'
import { ForeseenError, runScript, say } from './lib/foreseen.mjs'
import { relay } from './lib/run.mjs'

const HELP = `npm run screenshots   a picture of every screen in its states, in both themes and two sizes, in out/screenshots. Takes about half an hour: it brings each state about, a million rows among them.`

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
    [process.execPath, vitest, 'run', '--config', 'vitest.e2e.config.ts', ...(await lookingTests())],
    { cwd: root, env: { ...process.env, LOOM_SHOTS: folder, CHROMIUM_PATH: chromium } },
  )
  say(`The pictures are in ${folder}.`)
  process.exitCode = code
})

/** The end-to-end tests that look at pages: each picture is one of the states that they bring about. */
async function lookingTests() {
  const folder = join('test', 'e2e')
  const tests = (await readdir(join(root, folder))).filter((name) => name.endsWith('.test.ts'))
  const looking = await Promise.all(
    tests.map(async (name) => {
      const source = await readFile(join(root, folder, name), 'utf8')
      return /from '\.\/(look|visit)\.ts'/.test(source) ? [join(folder, name)] : []
    }),
  )
  return looking.flat()
}
