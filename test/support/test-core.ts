import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach } from 'vitest'
import { AppError } from '#contract/errors'
import type { EventName, Input, Output, Payload, RouteName } from '#contract/index'
import type { Run } from '#contract/runs'
import type { Pace } from '#contract/settings'
import { createCore } from '../../src-main/core/core.ts'
import type { Engine } from '../../src-main/core/engine.ts'
import type { Host, PowerReading } from '../../src-main/core/host.ts'
import { createEventHub } from '../../src-main/hosts/node/event-hub.ts'
import { forkChild } from '../../src-main/hosts/node/fork-child.ts'
import { layoutFrom } from '../../src-main/hosts/node/layout.ts'
import { createNetworkRecord } from '../../src-main/hosts/node/network-record.ts'
import { scriptedEngine } from './scripted-engine.ts'
import { writeTinyGguf } from './tiny-gguf.ts'

export const layout = layoutFrom(resolve('src-main/hosts/node/cli.ts'))

const cleanups: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

/** A folder that goes with its test. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'loom-test-'))
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

type Options = {
  engine?: Engine
  folder?: string
  access?: 'write' | 'read'
  now?: () => number
  memoryFreeBytes?: () => number
  readPower?: () => PowerReading
  pace?: Pace
  uploads?: Host['uploads']
  catalogueFile?: string
}

/** The real core on a real library, reached through its door. */
export function startTestCore({
  engine = scriptedEngine().engine,
  folder = tempFolder(),
  access = 'write',
  now = Date.now,
  memoryFreeBytes = () => process.availableMemory(),
  readPower = () => ({ isOnBattery: false, chargeShare: null, isHot: false }),
  pace,
  uploads,
  catalogueFile = layout.catalogue,
}: Options = {}) {
  const hub = createEventHub()
  const logged: unknown[] = []
  const seen: { name: EventName; payload: unknown }[] = []
  hub.onAny((name, payload) => void seen.push({ name, payload }))
  const models = join(folder, 'models')
  mkdirSync(models, { recursive: true })
  let ids = 0
  const core = createCore({
    version: '0.0.0',
    libraryFolder: join(folder, 'library'),
    ...{ access, engine, publish: hub.publish, owner: 'a test' },
    resourcesFolder: layout.resources,
    catalogueFile,
    suggestionsFile: layout.suggestions,
    modelsFolders: [models],
    clock: { now, newId: () => `id-${++ids}` },
    log: (error) => void logged.push(error),
    workers: layout.workers,
    startImporter: forkChild(layout.importer),
    ...{ memoryFreeBytes, readPower, pace, uploads, networkLog: createNetworkRecord(now).show },
    resolveFile: (fileId) => resolve(folder, fileId),
  })
  let closed = false
  async function close() {
    if (closed) return
    closed = true
    await core.close()
  }
  cleanups.push(close)

  async function ask<N extends RouteName>(name: N, input: Input<N>): Promise<Output<N>> {
    const reply = await core.request(name, input)
    if (!reply.ok) throw new AppError(reply.error.code, reply.error.message)
    return reply.value as Output<N>
  }

  return {
    ...{ core, ask, hub, logged, folder, close },
    eventsNamed: <E extends EventName>(name: E) =>
      seen.filter((event) => event.name === name).map(({ payload }) => payload as Payload<E>),

    /** A tiny model, made known. */
    async addModel(): Promise<string> {
      writeTinyGguf(join(models, 'tiny.gguf'))
      return (await ask('model.add', { fileId: join(models, 'tiny.gguf') })).sha256
    },

    async addPersonas(texts: string[]): Promise<void> {
      for (const text of texts) await ask('persona.add', { text })
    },

    /** Starts a run and waits for its end. */
    async runToEnd(request: Omit<Input<'run.start'>, 'modelSha256'>, modelSha256: string): Promise<Run> {
      const done = hub.next('run.done', () => true)
      await ask('run.start', { ...request, modelSha256 })
      return done
    },
  }
}

export type TestCore = ReturnType<typeof startTestCore>
