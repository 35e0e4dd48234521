import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBuilt, prepare } from './bootstrap.mjs'
import { fetchTemplates } from './fetch-templates.mjs'
import { ensureDefaultModel } from './lib/default-model.mjs'
import { ensureChromium } from './lib/find-chromium.mjs'
import { ForeseenError, runScript, say } from './lib/foreseen.mjs'
import { npmCommand } from './lib/npm-command.mjs'
import { run } from './lib/run.mjs'
import { closingLines, failedStep, readTally } from './lib/test-tally.mjs'

/** @typedef {import('./lib/test-tally.mjs').Tally} Tally */

const script = fileURLToPath(import.meta.url)
const root = dirname(dirname(script))
/** @type {Tally[]} */
const tallies = []

await runScript(async () => {
  try {
    await runEverything()
  } catch (error) {
    tallies.push(failedStep('npm test'))
    throw error
  } finally {
    if (tallies.some((tally) => tally.failed > 0)) process.exitCode = 1
    process.once('exit', () => process.stdout.write(`${closingLines(tallies)}\n`))
  }
})

async function runEverything() {
  await prepare({ root, script, args: [] })
  const reports = mkdtempSync(join(tmpdir(), 'persona-loom-'))
  process.once('exit', () => rmSync(reports, { recursive: true, force: true }))
  await ensureDefaultModel({ root, whenFailedBefore: 'again' })
  await fetchTemplates().catch((error) => {
    if (!(error instanceof ForeseenError)) throw error
    say(error.message)
  })
  const chromium = await ensureChromium()
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  // The steps of `npm run check`, one by one: a wrong format need not hide what the tests say.
  for (const [, step = ''] of scripts.check.matchAll(/npm run ([\w:-]+)/g)) {
    say(`\n${step}`)
    if (step === 'build') await ensureBuilt({ root, again: true })
    else await runStep(step, scripts[step], join(reports, `${step}.json`))
  }
  say('\ne2e')
  if (chromium) await runStep('e2e', scripts.e2e, join(reports, 'e2e.json'), { CHROMIUM_PATH: chromium })
  else tallies.push(failedStep('e2e'))
}

/**
 * @param {string} step
 * @param {string} definition
 * @param {string} report
 * @param {NodeJS.ProcessEnv} [extraEnv]
 */
async function runStep(step, definition, report, extraEnv = {}) {
  const npm = npmCommand(root)
  const isVitest = definition.startsWith('vitest')
  const flags = isVitest ? ['--', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`] : []
  const { code } = await run([...npm.command, 'run', '--silent', step, ...flags], {
    cwd: root,
    env: { ...npm.env, ...extraEnv },
    output: 'show',
  })
  if (isVitest) tallies.push(readTally(step, report, code))
  else if (code !== 0) tallies.push(failedStep(step))
}
