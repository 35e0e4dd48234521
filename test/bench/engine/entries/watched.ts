/** The inference process with a watch on its event loop, from its first row on; what it saw is written when it ends. */
import { writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { lagFile } from '../lag-file.ts'

const delays = monitorEventLoopDelay({ resolution: 1 })
process.on('message', (message) => {
  const { type, name } = message as { type: string; name?: string }
  if (type === 'call' && name === 'generate') delays.enable()
})
process.on('exit', () => {
  if (delays.count > 0) writeFileSync(lagFile(process.ppid), String(delays.percentile(99) / 1e6))
})
await import('../../../../src-main/inference/inference.ts')
