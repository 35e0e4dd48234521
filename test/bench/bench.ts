/** `npm run bench -- NAME [options]`: a table for people, and with --json one object as the last line of stdout. */
import { execFileSync } from 'node:child_process'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { engineBench, engineFigures } from './engine.ts'
import { mainJob } from './main-job.ts'
import { uiBench, uiFigures } from './ui.ts'

export type Figures = Record<string, number>
export type BenchResult = { figures: Figures; facts?: Record<string, string> }
/** Undefined where the command line says nothing; `rows` cuts the work down while a bench is being written. */
export type BenchOptions = {
  only: string[] | undefined
  rounds: number | undefined
  rows: number | undefined
  slots: number | undefined
  model: string | undefined
  plot: boolean
}

const help = `npm run bench -- NAME [options]

  main-job                  rows and tokens a second for each kind, and what the application costs
  engine                    the engine against its peers (build llama-server with scripts/build-peer.sh first)
    --only FIGURE,FIGURE    ${engineFigures.slice(0, 4).join(', ')},
                            ${engineFigures.slice(4, 8).join(', ')},
                            ${engineFigures.slice(8).join(', ')}
    --rounds N              times that each peer is measured (default: 5)
    --rows N                at most so many rows: a trial, not a measurement
    --slots N               rows at once (default: 8)
    --model FILE            another file than the default model's
    --plot                  tokens a second by rows at once; with --only, those figures too
  ui                        the interface in Chromium over a library of a million personas and rows (build first)
    --only FIGURE,FIGURE    ${uiFigures.join(', ')}
    --rounds N              times that each figure is measured (default: 3)
    --rows N                so many personas and rows instead: a trial, not a measurement
  --json                    one object as the last line`

type Bench = (note: (text: string) => void, options: BenchOptions) => Promise<BenchResult>
const benches: Record<string, Bench> = {
  'main-job': async (note) => ({ figures: await mainJob(note) }),
  engine: engineBench,
  ui: uiBench,
}

const { name, json, ...options } = readArguments()
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined
if (!bench) refuse(`Name a bench: ${Object.keys(benches).join(', ')}`)
// So that what a bench has started ends with it: Node tells nobody when a signal ends it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

const { figures, facts = {} } = await bench((text) => console.error(text), options)
const machine = `${cpus()[0]?.model.trim()}, ${availableParallelism()} threads, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
console.log(`${name} at ${commit} on ${machine}`)
for (const [fact, value] of Object.entries(facts)) console.log(`  ${fact.padEnd(34)} ${value}`)
for (const [figure, value] of Object.entries(figures)) console.log(`  ${figure.padEnd(34)} ${Number(value.toFixed(3))}`)
if (json) console.log(JSON.stringify({ bench: name, commit, machine, ...facts, figures }))
process.exit(0)

function readArguments(): BenchOptions & { name: string; json: boolean } {
  const string = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  try {
    const { values, positionals } = parseArgs({
      options: {
        only: string,
        rounds: string,
        rows: string,
        slots: string,
        model: string,
        plot: flag,
        json: flag,
        help: flag,
      },
      allowPositionals: true,
    })
    if (values.help) {
      console.log(help)
      process.exit(0)
    }
    const only = values.only?.split(',').map((figure) => figure.trim())
    const known = positionals[0] === 'ui' ? uiFigures : engineFigures
    const unknown = only?.find((figure) => !known.includes(figure))
    if (unknown !== undefined) refuse(`There is no figure called ${unknown}. There are: ${known.join(', ')}`)
    const rounds = readCount('--rounds', values.rounds)
    const rows = readCount('--rows', values.rows)
    const slots = readCount('--slots', values.slots)
    const { plot, json, model } = values
    return { name: positionals[0] ?? '', only, rounds, rows, slots, model, plot, json }
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error))
  }
}

function readCount(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1) refuse(`${option} takes a whole number from 1 on, not ${text}`)
  return count
}

function refuse(message: string): never {
  console.error(message)
  process.exit(2)
}
