import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { AppError } from '#contract/errors'
import type { Input, Output, RouteName } from '#contract/index'
import { createCore } from '../../core/core.ts'
import type { Host } from '../../core/host.ts'
import { createProcessEngine } from '../../inference/process-engine.ts'
import { dataFolder } from './data-folder.ts'
import { createEventHub } from './event-hub.ts'
import { forkChild } from './fork-child.ts'
import type { Layout } from './layout.ts'

export type OpenOptions = {
  layout: Layout
  library?: string | undefined
  modelsDir?: string | undefined
  /** `read-if-locked`: beside another program this one only reads. */
  access: 'write' | 'read-if-locked'
  owner: string
  resolveFile?: Host['resolveFile']
}

/** Opens the core in this process, with the model in a child of its own. */
export function openCore({ layout, library, modelsDir, access, owner, resolveFile }: OpenOptions) {
  const hub = createEventHub()
  const libraryFolder = libraryFolderFrom(library)
  const log = (error: unknown) => writeLog(libraryFolder, error)
  const chosen = modelsDir ?? process.env['LOOM_MODELS']
  const { version } = JSON.parse(readFileSync(join(layout.root, 'package.json'), 'utf8')) as { version: string }
  const host: Host = {
    version,
    libraryFolder,
    access: 'write',
    owner,
    resourcesFolder: layout.resources,
    catalogueFile: layout.catalogue,
    modelsFolders: chosen ? [resolve(chosen)] : [layout.models, join(libraryFolder, 'models')],
    engine: createProcessEngine({ spawn: forkChild(layout.inference), log }),
    publish: hub.publish,
    clock: { now: Date.now, newId: randomUUID },
    log,
    workers: layout.workers,
    resolveFile: resolveFile ?? ((fileId) => resolve(fileId)),
  }
  const core = openWith(host, access)

  return {
    hub,
    log,
    libraryFolder,
    request: core.request,
    close: core.close,
    /** Asks the core and throws what it refuses. */
    async ask<N extends RouteName>(name: N, input: Input<N>): Promise<Output<N>> {
      const reply = await core.request(name, input)
      if (!reply.ok) throw new AppError(reply.error.code, reply.error.message)
      return reply.value as Output<N>
    },
  }
}

/** The chosen library, or the platform's place for it. */
export function libraryFolderFrom(chosen: string | undefined): string {
  return resolve(chosen ?? process.env['LOOM_LIBRARY'] ?? dataFolder())
}

export type NodeCore = ReturnType<typeof openCore>

function openWith(host: Host, access: OpenOptions['access']) {
  try {
    return createCore(host)
  } catch (error) {
    const locked = error instanceof AppError && error.code === 'library-locked'
    if (!locked || access === 'write') throw error
    return createCore({ ...host, access: 'read' })
  }
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
