import { statfsSync } from 'node:fs'
import {
  availableParallelism,
  cpus,
  release as osRelease,
  type as osType,
  version as osVersion,
  totalmem,
} from 'node:os'
import type { Finding } from '#contract/app'
import type { Handlers } from '#contract/index'
import type { Model } from '#contract/models'
import type { NetworkLog } from '#contract/network'

/** Below this a long run may not end well. */
const scarceDiskBytes = 2 * 2 ** 30

type Deps = {
  version: string
  libraryFolder: string
  modelsFolder: string
  counts: () => {
    personaCount: number
    templateCount: number
    runCount: number
    removedRunCount: number
    modelCount: number
  }
  models: () => Promise<Model[]>
  database: { sqliteVersion: () => string; isWhole: () => boolean }
  networkLog: () => NetworkLog
}

export function createAppService({ version, libraryFolder, modelsFolder, counts, models, database, networkLog }: Deps) {
  const diskFreeBytes = () => {
    const { bavail, bsize } = statfsSync(libraryFolder)
    return bavail * bsize
  }

  const finding = (subject: string, text: string, problem?: string | false, todo = ''): Finding =>
    problem ? { subject, state: 'problem', text: problem, todo } : { subject, state: 'ok', text, todo: null }

  return {
    'network.log': networkLog,

    'app.info': () => ({
      version,
      libraryFolder,
      modelsFolder,
      ...counts(),
      diskFreeBytes: diskFreeBytes(),
      memoryFreeBytes: process.availableMemory(),
      memoryBytes: totalmem(),
    }),

    async 'app.doctor'() {
      const list = await models()
      const ready = list.filter(({ problem }) => problem === null)
      const free = diskFreeBytes()
      const { personaCount, templateCount, runCount } = counts()
      return [
        finding(
          'Computer',
          `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} threads, ${gigabytes(totalmem())} memory, ${gigabytes(process.availableMemory())} free`,
        ),
        finding('System', `${systemName()}, ${process.arch}, Node ${process.versions.node}`),
        finding(
          'Library',
          `${libraryFolder}: ${personaCount} personas, ${templateCount} templates, ${runCount} ${runCount === 1 ? 'dataset' : 'datasets'}; SQLite ${database.sqliteVersion()}, whole`,
          !database.isWhole() && `The library ${libraryFolder} is damaged.`,
          'Copy the folder, then put a backup in its place.',
        ),
        free < scarceDiskBytes
          ? {
              subject: 'Disk',
              state: 'warning',
              text: `${gigabytes(free)} free beside the library`,
              todo: 'Free some space before a long run.',
            }
          : finding('Disk', `${gigabytes(free)} free beside the library`),
        finding(
          'Models',
          ready.map(({ name, quantization }) => `${name} ${quantization}`).join(', '),
          ready.length === 0 && 'No model is installed.',
          `Put a .gguf file into ${modelsFolder}, or fetch the default one with: npm start`,
        ),
        ...list.flatMap(({ name, problem }): Finding[] =>
          problem === null ? [] : [{ subject: name, state: 'warning', text: problem, todo: null }],
        ),
        networkFinding(networkLog()),
      ]
    },
  } satisfies Partial<Handlers>
}

/** On Windows the version is a name; elsewhere it tells how the system was built. */
function systemName(): string {
  return osType() === 'Windows_NT' ? osVersion() : `${osType()} ${osRelease()}`
}

function networkFinding({ outside }: NetworkLog): Finding {
  const counted = `${outside} ${outside === 1 ? 'connection' : 'connections'} to other computers since it was started`
  const text = `${counted}. The app listens on 127.0.0.1 only.`
  if (outside === 0) return { subject: 'Network', state: 'ok', text, todo: null }
  return { subject: 'Network', state: 'warning', text, todo: 'Settings, Network shows where they led.' }
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`
}
