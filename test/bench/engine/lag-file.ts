import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where the watched inference process leaves the 99th percentile of its event loop's delay, in ms, for its parent. */
export function lagFile(parentPid: number): string {
  return join(tmpdir(), `loom-bench-lag-${parentPid}`)
}
