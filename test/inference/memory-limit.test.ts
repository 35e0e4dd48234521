import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tempFolder } from '../support/test-core.ts'

test.runIf(process.platform === 'linux')(
  'a memory limit that the model process hits is named as such, with exit code 4',
  () => {
    const folder = tempFolder()
    const cli = join(import.meta.dirname, '../../src-main/hosts/node/cli.ts')
    const words = ['generate', '--template', 'math', '--sample-size', '2', '--output', join(folder, 'rows.jsonl')]
    const { status, stderr } = spawnSync(
      'prlimit',
      ['--as=4000000000', process.execPath, cli, ...words, '--library', join(folder, 'library')],
      { encoding: 'utf8' },
    )
    expect([status, stderr]).toEqual([4, expect.stringMatching(/memory.*What was finished is kept/)])
  },
  60_000,
)
