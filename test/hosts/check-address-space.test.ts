import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkAddressSpace } from '../../src-main/hosts/node/check-address-space.ts'

const limitsFile = (soft: string) => `Limit                     Soft Limit           Hard Limit           Units
Max cpu time              1                    1                    seconds
Max address space         ${soft.padEnd(20)} unlimited            bytes
`

test.each(['unlimited', '3221225472', '17179869184'])('an address space of %s is enough to begin', (soft) => {
  expect(() => checkAddressSpace(limitsFile(soft))).not.toThrow()
})

test('a system that tells no limits refuses nothing', () => {
  expect(() => checkAddressSpace('')).not.toThrow()
})

test.runIf(process.platform === 'linux')(
  'a shell that gives too little address space is named before anything is opened, not a stack trace',
  () => {
    const cli = join(import.meta.dirname, '../../src-main/hosts/node/cli.ts')
    const { status, stdout, stderr } = spawnSync('prlimit', ['--as=2000000000', process.execPath, cli, 'runs'], {
      encoding: 'utf8',
    })
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toBe(
      'This shell lets a program use 1.9 GiB of address space, and Persona Loom needs 3 GiB to begin and more for a model. Nothing was changed. Lift the limit and try again: ulimit -v unlimited\n',
    )
  },
)
