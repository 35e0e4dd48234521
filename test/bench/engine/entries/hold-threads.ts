import { syncBuiltinESMExports } from 'node:module'
import os from 'node:os'

/**
 * Makes this process believe in a machine with so many cores on which nobody else works, so that the engine starts that
 * many threads and never gives one up. Has to come before the engine is imported.
 */
export function holdThreads(count: number): void {
  const idle = os.cpus().map((core) => ({ ...core, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } }))
  os.availableParallelism = () => count
  os.cpus = () => idle
  syncBuiltinESMExports()
}
