import type { Publish } from '#contract/index'
import type { NetworkLog } from '#contract/network'
import type { Pace } from '#contract/settings'
import type { Clock } from './clock.ts'
import type { Engine } from './engine.ts'
import type { JobProcess } from './run-process.ts'

/** How the computer is powered; what the system does not tell never pauses a run. */
export type PowerReading = {
  isOnBattery: boolean
  /** From 0 to 1; null where it is not told. */
  chargeShare: number | null
  /** So hot that the system is about to slow the processor down by force, or to switch itself off. */
  isHot: boolean
}

/** The outside world, as a host supplies it. Folders are absolute paths. */
export type Host = {
  version: string
  libraryFolder: string
  /** `read` opens an existing library beside its writer and refuses whatever would change it. */
  access: 'write' | 'read'
  /** What this process is called when another finds the library taken, e.g. "loom serve". */
  owner: string
  resourcesFolder: string
  catalogueFile: string
  suggestionsFile: string
  /** Where model files are looked for; downloads go to the first. */
  modelsFolders: string[]
  engine: Engine
  publish: Publish
  clock: Clock
  log: (error: unknown) => void
  /** Memory that a model may take now. */
  memoryFreeBytes: () => number
  /** What the processes of this app connected to so far. */
  networkLog: () => NetworkLog
  /** Never throws. */
  readPower: () => PowerReading
  /** The pace of this process alone, in place of the stored setting until that is changed. */
  pace?: Pace | undefined
  /** Entry files of worker threads. */
  workers: { export: string; collect: string; facets: string; search: string; erase: string }
  /** Starts the process that reads files which people bring. */
  startImporter: () => JobProcess
  /** Turns a file's id (a path, an upload, a dialog's choice) into a path; throws `forbidden` or `not-found`. */
  resolveFile: (fileId: string, use: 'read' | 'write') => string
  /** Where files come in as copies that are the app's own: which ids are of such, and the end of one. */
  uploads?: { has: (fileId: string) => boolean; discard: (fileId: string) => Promise<void> } | undefined
}
