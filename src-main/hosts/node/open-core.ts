import { AppError } from '#contract/errors'
import type { Input, Output, RouteName } from '#contract/index'
import type { Pace } from '#contract/settings'
import { createCore } from '../../core/core.ts'
import type { Host } from '../../core/host.ts'
import { watchConnections } from '../../inference/watch-connections.ts'
import { createEventHub } from './event-hub.ts'
import { forkChild } from './fork-child.ts'
import type { Layout } from './layout.ts'
import { createNetworkRecord } from './network-record.ts'
import { createNodeHost } from './node-host.ts'

export type OpenOptions = {
  layout: Layout
  library?: string | undefined
  modelsDir?: string | undefined
  /** `read-if-needed`: beside another program, and on a full disk, this one only reads. */
  access: 'write' | 'read-if-needed'
  owner: string
  /** In place of the stored setting, for this process alone. */
  pace?: Pace | undefined
  resolveFile?: Host['resolveFile']
  uploads?: Host['uploads']
}

/** Opens the core in this process, with the model in a forked one. */
export function openCore({ access, resolveFile, uploads, ...options }: OpenOptions) {
  const hub = createEventHub()
  const network = createNetworkRecord()
  const stopWatching = watchConnections(network.opened)
  const host = createNodeHost({ ...options, hub, network, childOf: forkChild })
  const core = openWith({ ...host, uploads, ...(resolveFile ? { resolveFile } : {}) }, access)

  return {
    hub,
    network,
    log: host.log,
    libraryFolder: host.libraryFolder,
    request: core.request,
    close: () => core.close().finally(stopWatching),
    /** Asks the core and throws what it refuses. */
    async ask<N extends RouteName>(name: N, input: Input<N>): Promise<Output<N>> {
      const reply = await core.request(name, input)
      if (!reply.ok) throw new AppError(reply.error.code, reply.error.message)
      return reply.value as Output<N>
    },
  }
}

export type NodeCore = ReturnType<typeof openCore>

function openWith(host: Host, access: OpenOptions['access']) {
  try {
    return createCore(host)
  } catch (error) {
    // What is there can be looked at beside another program, and on a full disk.
    const readable = error instanceof AppError && ['library-locked', 'disk-full'].includes(error.code)
    if (!readable || access === 'write') throw error
    return createCore({ ...host, access: 'read' })
  }
}
