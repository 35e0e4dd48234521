import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Pace } from '#contract/settings'
import type { Host } from '../../core/host.ts'
import type { ChildOf } from '../../inference/child-handle.ts'
import { createProcessEngine } from '../../inference/process-engine.ts'
import { cacheFolder, dataFolder } from './data-folder.ts'
import type { EventHub } from './event-hub.ts'
import type { Layout } from './layout.ts'
import type { NetworkRecord } from './network-record.ts'
import { readPower } from './read-power.ts'

type Options = {
  layout: Layout
  hub: EventHub
  /** Makes what starts an entry as a process of its own. */
  childOf: ChildOf
  network: NetworkRecord
  library?: string | undefined
  modelsDir?: string | undefined
  owner: string
  pace?: Pace | undefined
}

/** The outside world of a process on a desktop machine: what Electron's main process and plain Node have in common. */
export function createNodeHost({ layout, hub, childOf, network, library, modelsDir, owner, pace }: Options): Host {
  const libraryFolder = libraryFolderFrom(library)
  const log = (error: unknown) => writeLog(libraryFolder, error)
  const chosen = modelsDir ?? process.env['LOOM_MODELS']
  const { version } = JSON.parse(readFileSync(join(layout.root, 'package.json'), 'utf8')) as { version: string }
  return {
    version,
    libraryFolder,
    access: 'write',
    owner,
    resourcesFolder: layout.resources,
    catalogueFile: layout.catalogue,
    suggestionsFile: layout.suggestions,
    modelsFolders: chosen ? [resolve(chosen)] : [layout.models, join(libraryFolder, 'models')],
    engine: createProcessEngine({
      ...{
        spawn: childOf(layout.inference, { name: 'model' }),
        log,
        beginningsFolder: join(cacheFolder(), 'beginnings'),
      },
      onConnection: (connection) => network.refused('model', connection, 'not-needed'),
    }),
    networkLog: network.show,
    publish: hub.publish,
    clock: { now: Date.now, newId: randomUUID },
    log,
    // Unlike os.freemem() this heeds a limit set on this process.
    memoryFreeBytes: () => process.availableMemory(),
    readPower: () => readPower(),
    pace,
    workers: layout.workers,
    startImporter: childOf(layout.importer, { name: 'import', heapMb: 512 }),
    resolveFile: (fileId) => resolve(fileId),
  }
}

/** The chosen library, or the platform's place for it. */
export function libraryFolderFrom(chosen: string | undefined): string {
  return resolve(chosen ?? process.env['LOOM_LIBRARY'] ?? dataFolder())
}

/** Errors of our own go to a file beside the library; they hold no prompt and no row. */
function writeLog(folder: string, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  try {
    mkdirSync(folder, { recursive: true })
    appendFileSync(join(folder, 'loom.log'), `${new Date().toISOString()} ${text}\n`)
  } catch {
    console.error(text) // A folder that cannot be written to is why there is something to log.
  }
}
