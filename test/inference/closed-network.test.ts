import { fork } from 'node:child_process'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { runWorker } from '../../src-main/core/run-worker.ts'
import { answersFd } from '../../src-main/inference/child-handle.ts'
import { readMessages } from '../../src-main/inference/message-stream.ts'
import { readMessage } from '../../src-main/inference/read-message.ts'

/** Runs before the process's own code, as a package that it loads might. */
const smuggled = `data:text/javascript,${encodeURIComponent(`
  import { connect } from 'node:net'
  setTimeout(() => { try { connect(443, '192.0.2.1') } catch (error) { console.error(error.message) } }, 3000)
`)}`

test('the process of the model can connect to nothing, and tells of an attempt', async () => {
  const child = fork(resolve('src-main/inference/inference.ts'), {
    serialization: 'advanced',
    execArgv: ['--import', smuggled],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const words: string[] = []
  child.stderr?.setEncoding('utf8').on('data', (text: string) => words.push(text))
  const told: unknown[] = []
  readMessages(child.stdio[answersFd] as Readable, (message) => told.push(readMessage(message)))
  await expect.poll(() => words.join(''), { timeout: 15_000 }).toContain('may not connect to 192.0.2.1:443')
  const connection = { target: '192.0.2.1:443', isOutside: true }
  await expect.poll(() => told).toEqual([{ type: 'ready' }, { type: 'connection', connection }])
})

test('a thread that works on files can connect to nothing', async () => {
  const logged: unknown[] = []
  const entry = join(import.meta.dirname, '../support/connecting-worker.ts')
  const job = runWorker({ entry, task: null, died: 'It ended.', log: (error) => logged.push(error) })
  await expect(job.result).rejects.toMatchObject({ code: 'internal' })
  expect(String(logged[0])).toContain('it was refused')
})
