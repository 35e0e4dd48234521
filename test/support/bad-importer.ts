/** Stands in for the process that reads files, and does what none of ours may: the name of the file says what. */
import { connect } from 'node:net'
import { serveProcessJob } from '../../src-main/core/serve-job.ts'
import { openParentPort } from '../../src-main/inference/parent-port.ts'

const port = openParentPort<unknown, unknown>()

const acts: Record<string, () => unknown> = {
  'crash.txt': () => process.kill(process.pid, 'SIGSEGV'),
  'hungry.txt'() {
    const eaten: unknown[] = []
    for (;;) eaten.push(Array.from({ length: 1000 }, (_, at) => ({ at })))
  },
  'nothing.txt': () => port.post(null),
  'word.txt': () => port.post('done'),
  'connects.txt': () => void connect(443, '192.0.2.1'),
}

serveProcessJob<{ name: string }, never>(port, async ({ name }) => {
  const end = acts[name]?.()
  return name === 'connects.txt' ? end : new Promise(() => {})
})
