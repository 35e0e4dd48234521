/**
 * The real host over a library, in a process of its own: `host.ts FOLDER`. Only the model is scripted: it writes about
 * 200 rows a second. Prints one line of JSON with the link and the model's name.
 */
import { randomUUID } from 'node:crypto'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createCore } from '../../../src-main/core/core.ts'
import type { Engine } from '../../../src-main/core/engine.ts'
import { createEventHub } from '../../../src-main/hosts/node/event-hub.ts'
import { forkChild } from '../../../src-main/hosts/node/fork-child.ts'
import { createHttpHost } from '../../../src-main/hosts/node/http-host.ts'
import { layoutFrom } from '../../../src-main/hosts/node/layout.ts'
import { createNetworkRecord } from '../../../src-main/hosts/node/network-record.ts'
import { createPageStore } from '../../../src-main/hosts/node/page-store.ts'
import { createTicketOffice } from '../../../src-main/hosts/node/ticket-office.ts'
import { createUploadStore } from '../../../src-main/hosts/node/upload-store.ts'
import { scriptedEngine, wordsFromSeed } from '../../support/scripted-engine.ts'
import { rowMs, rowsAtOnce } from './run-speed.ts'

const [folder] = process.argv.slice(2) as [string]
const models = join(folder, 'models')
const libraryFolder = join(folder, 'library')
const layout = layoutFrom(resolve('src-main/hosts/node/cli.ts'))
const hub = createEventHub()
const scripted = scriptedEngine().engine
const piecesOfRow = 6

/** Writes piece by piece, as a model does, some rows faster than others. */
const engine: Engine = {
  ...scripted,
  async generate({ onText, ...request }) {
    const words = ` ${wordsFromSeed(request.seed)}`
    const step = Math.ceil(words.length / piecesOfRow)
    const waitMs = (rowMs * (0.7 + (0.6 * (request.seed % 100)) / 99)) / piecesOfRow
    for (let at = 0; at < words.length; at += step) {
      await sleep(waitMs, undefined, { signal: request.signal })
      onText?.(words.slice(at, at + step))
    }
    return scripted.generate(request)
  },
}

const network = createNetworkRecord()
const core = createCore({
  ...{ version: '0.0.0', access: 'write', owner: 'ui bench', engine, publish: hub.publish, log: console.error },
  libraryFolder,
  resourcesFolder: layout.resources,
  catalogueFile: layout.catalogue,
  suggestionsFile: layout.suggestions,
  modelsFolders: [models],
  clock: { now: Date.now, newId: randomUUID },
  networkLog: network.show,
  readPower: () => ({ isOnBattery: false, chargeShare: null, isHot: false }),
  memoryFreeBytes: () => process.availableMemory(),
  workers: layout.workers,
  startImporter: forkChild(layout.importer),
  resolveFile: (fileId) => resolve(models, fileId),
})
const added = await core.request('model.add', { fileId: 'tiny.gguf' })
if (!added.ok) throw new Error(added.error.message)
const uploads = createUploadStore({ folder: join(libraryFolder, 'uploads'), modelsFolder: models })
const host = createHttpHost({
  request: core.request,
  subscribe: hub.onAny,
  staticFolder: layout.renderer,
  uploads,
  network,
  downloads: createTicketOffice({ subscribe: hub.onAny }),
  pages: createPageStore({ file: join(libraryFolder, 'pages.json'), now: Date.now, log: console.error }),
  library: 'bench',
  log: console.error,
})
const { url } = await host.listen({ port: 0 })
const { sha256 } = added.value as { sha256: string }
console.log(JSON.stringify({ url, modelSha256: sha256, rowsAtOnce }))

async function end(): Promise<void> {
  await host.close()
  await core.close()
  process.exit(0)
}
process.once('SIGTERM', end)
// A bench that was ended cannot say so.
process.stdin.once('end', end).resume()
