import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ForeseenError, runScript } from './lib/foreseen.mjs'
import { run } from './lib/run.mjs'

const PROJECTS = ['contract', 'main', 'renderer', 'test', 'scripts']

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')

await runScript(async () => {
  const failed = []
  // One after the other, as the compiler uses every core by itself; all of them, so that one run shows every error.
  for (const project of PROJECTS) {
    const file = `tsconfig.${project}.json`
    const { code } = await run([process.execPath, tsc, '-p', file], { cwd: root, output: 'show' })
    if (code !== 0) failed.push(file)
  }
  if (failed.length > 0) throw new ForeseenError(`Types are wrong in ${failed.join(', ')}.`)
})
