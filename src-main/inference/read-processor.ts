import { cpus } from 'node:os'
import type { ProcessorSample } from './thread-governor.ts'

/** What the system says about all cores, and about this process. */
export function readProcessor(): ProcessorSample {
  const cores = cpus()
  const { user, system } = process.cpuUsage()
  return {
    atMs: performance.now(),
    cores: cores.length,
    busyMs: cores.reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0),
    ownMs: (user + system) / 1000,
  }
}
