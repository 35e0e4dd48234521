/**
 * A process that makes a run of 60 rows with a scripted engine, to be killed: `scripted-host.ts FOLDER`. It starts the
 * run, or resumes the one that is there, and ends when the run has ended and its file is written.
 */
import { randomUUID } from 'node:crypto'
import { join, resolve } from 'node:path'
import { createCore } from '../../src-main/core/core.ts'
import { createEventHub } from '../../src-main/hosts/node/event-hub.ts'
import { layoutFrom } from '../../src-main/hosts/node/layout.ts'
import { scriptedEngine, wordsFromSeed } from './scripted-engine.ts'
import { writeTinyGguf } from './tiny-gguf.ts'

const folder = process.argv[2] as string
const layout = layoutFrom(resolve('src-main/hosts/node/cli.ts'))
const hub = createEventHub()
const { engine } = scriptedEngine(
  ({ seed, prompt }) => {
    // Some rows fail a check, some say what another says, as a model's do; all of it follows from the seed.
    if (seed % 5 === 0) return { text: `${prompt.start} short` }
    return { text: `${prompt.start} ${wordsFromSeed(seed % 7 === 0 ? 1 : seed)}` }
  },
  { delayMs: 8 },
)
const core = createCore({
  ...{ version: '0.0.0', access: 'write', owner: 'scripted host', engine, publish: hub.publish, log: console.error },
  libraryFolder: join(folder, 'library'),
  resourcesFolder: layout.resources,
  catalogueFile: layout.catalogue,
  modelsFolders: [folder],
  clock: { now: Date.now, newId: randomUUID },
  workers: layout.workers,
  resolveFile: (fileId) => resolve(folder, fileId),
})

async function ask(name: string, input: unknown): Promise<never> {
  const reply = await core.request(name, input)
  if (!reply.ok) throw new Error(reply.error.message)
  return reply.value as never
}

const done = hub.next('run.done', () => true)
const { runs } = (await ask('run.list', {})) as { runs: { id: number; status: string }[] }
const [run] = runs
if (run?.status === 'paused') await ask('run.resume', { runId: run.id })
else if (!run) {
  writeTinyGguf(join(folder, 'tiny.gguf'))
  const { sha256 } = (await ask('model.add', { fileId: 'tiny.gguf' })) as { sha256: string }
  await ask('run.start', {
    template: { key: 'math' },
    personas: { count: 60 },
    modelSha256: sha256,
    parallel: 8,
    seed: 'kill',
    output: { fileId: 'out.jsonl' },
  })
}
process.stdout.write('running\n')
if (run?.status !== 'finished') await done
await core.close()
process.stdout.write('done\n')
