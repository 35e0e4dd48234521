/**
 * A process to be killed, whose model is a scripted child to be killed: `scripted-host.ts FOLDER [JOB]`. It prints
 * `child PID` for each child that it starts. Jobs: `make` (a run of 60 rows: starts or resumes it and ends with it),
 * `plan` (starts a run of all personas and ends once it is stored), `list` (prints the runs that are there).
 */
import { randomUUID } from 'node:crypto'
import { join, resolve } from 'node:path'
import type { Run } from '#contract/runs'
import { createCore } from '../../src-main/core/core.ts'
import { createEventHub } from '../../src-main/hosts/node/event-hub.ts'
import { forkChild } from '../../src-main/hosts/node/fork-child.ts'
import { layoutFrom } from '../../src-main/hosts/node/layout.ts'
import { createNetworkRecord } from '../../src-main/hosts/node/network-record.ts'
import { createProcessEngine } from '../../src-main/inference/process-engine.ts'
import { writeTinyGguf } from './tiny-gguf.ts'

const [folder, job = 'make'] = process.argv.slice(2) as [string, string?]
const say = (line: string) => process.stdout.write(`${line}\n`)
const layout = layoutFrom(resolve('src-main/hosts/node/cli.ts'))
const hub = createEventHub()
const fork = forkChild(resolve('test/support/scripted-inference.ts'))
const engine = createProcessEngine({
  spawn() {
    const child = fork()
    say(`child ${child.pid}`)
    return child
  },
  log: () => {},
})
const core = createCore({
  ...{ version: '0.0.0', access: 'write', owner: 'scripted host', engine, publish: hub.publish, log: console.error },
  libraryFolder: join(folder, 'library'),
  resourcesFolder: layout.resources,
  catalogueFile: layout.catalogue,
  suggestionsFile: layout.suggestions,
  modelsFolders: [folder],
  clock: { now: Date.now, newId: randomUUID },
  networkLog: createNetworkRecord().show,
  readPower: () => ({ isOnBattery: false, chargeShare: null, isHot: false }),
  memoryFreeBytes: () => process.availableMemory(),
  workers: layout.workers,
  startImporter: forkChild(layout.importer),
  resolveFile: (fileId) => resolve(folder, fileId),
})

async function ask(name: string, input: unknown): Promise<never> {
  const reply = await core.request(name, input)
  if (!reply.ok) throw new Error(reply.error.message)
  return reply.value as never
}

async function startRun(count: number, output?: { fileId: string }): Promise<void> {
  writeTinyGguf(join(folder, 'tiny.gguf'))
  const { sha256 } = (await ask('model.add', { fileId: 'tiny.gguf' })) as { sha256: string }
  await ask('run.start', {
    template: { key: 'math' },
    personas: { count },
    modelSha256: sha256,
    parallel: 8,
    seed: 'kill',
    output,
  })
}

async function makeRun(run: Run | undefined): Promise<void> {
  if (run?.status === 'finished') return
  const done = hub.next('run.done', () => true)
  if (run) await ask('run.resume', { runId: run.id })
  else await startRun(60, { fileId: 'out.jsonl' })
  await done
}

const { runs } = (await ask('run.list', {})) as { runs: Run[] }
if (job === 'list') say(JSON.stringify(runs))
else if (job === 'plan') await startRun(0)
else await makeRun(runs[0])
await core.close()
say('done')
