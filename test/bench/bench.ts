/** `npm run bench -- NAME [--json]`: a table for people, and with --json one object as the last line of stdout. */
import { execFileSync } from 'node:child_process'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { mainJob } from './main-job.ts'

export type Figures = Record<string, number>

const benches: Record<string, (note: (text: string) => void) => Promise<Figures>> = { 'main-job': mainJob }

const [name = '', ...flags] = process.argv.slice(2)
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined
if (!bench) {
  console.error(`Name a bench: ${Object.keys(benches).join(', ')}`)
  process.exit(2)
}
const figures = await bench((text) => console.error(text))
const machine = `${cpus()[0]?.model.trim()}, ${availableParallelism()} threads, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
console.log(`${name} at ${commit} on ${machine}`)
for (const [figure, value] of Object.entries(figures)) console.log(`  ${figure.padEnd(28)} ${Number(value.toFixed(3))}`)
if (flags.includes('--json')) console.log(JSON.stringify({ bench: name, commit, machine, figures }))
process.exit(0)
