import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { importEntry, startFileServices } from '../support/file-services.ts'

const badImporter = resolve('test/support/bad-importer.ts')

test.each([
  ['crash.txt', 'signal SIGSEGV'],
  ['hungry.txt', 'heap'],
  ['nothing.txt', 'signal SIGKILL'],
  ['word.txt', 'signal SIGKILL'],
  ['connects.txt', 'it was refused'],
])(
  'a process that %s makes end, or do what it may not, takes nothing along, and its end is told in words',
  async (name, logged) => {
    const services = startFileServices({ importer: badImporter, importerHeapMb: 64 })
    services.file(name, 'A baker\n')
    expect((await services.import(name)).problem).toEqual({
      code: 'internal',
      message:
        'The import ended before it was through. What it had stored is kept. Import the file again to go on from there.',
    })
    await expect(services.inspect({ fileId: name })).rejects.toThrow('Nothing was changed.')
    expect(services.logged).toHaveLength(2)
    expect(String(services.logged[0])).toContain(logged)
    expect(services.importerPids.filter(isAlive)).toEqual([])
  },
  30_000,
)

test('each file is read by a process of its own, which leaves no memory behind and ends with the file', async () => {
  const services = startFileServices()
  services.file('people.txt', Array.from({ length: 200_000 }, (_, at) => `A baker of loaf ${at}\n`).join(''))
  const importing = services.import('people.txt')
  const pid = services.importerPids[0] as number
  const filter = () => Number.parseInt(readFileSync(`/proc/${pid}/coredump_filter`, 'utf8'), 16)
  if (process.platform === 'linux') await expect.poll(filter, { timeout: 10_000, interval: 10 }).toBe(0)
  expect((await importing).result?.added).toBe(200_000)
  await services.inspect({ fileId: 'people.txt' })
  expect(new Set(services.importerPids).size).toBe(2)
  expect(services.importerPids.filter(isAlive)).toEqual([])
})

test('an import ends when the app that started it disappears, in the middle of a large file too', async () => {
  const services = startFileServices()
  services.file('people.txt', Array.from({ length: 300_000 }, (_, at) => `A baker of loaf ${at}\n`).join(''))
  const { databaseFile } = services
  const path = join(services.folder, 'people.txt')
  const task = { kind: 'import', databaseFile, path, name: 'people.txt', licence: '', asRows: false, now: 0 }
  const script = `
    import { forkChild } from '${resolve('src-main/hosts/node/fork-child.ts')}'
    const child = forkChild('${importEntry}')()
    child.onMessage(() => console.log(child.pid))
    child.post(${JSON.stringify(task)})
  `
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const pid = Number.parseInt(await new Promise((settle) => parent.stdout.once('data', settle)), 10)
  await expect.poll(() => services.personas().length, { timeout: 10_000, interval: 5 }).toBeGreaterThan(0)
  parent.kill('SIGKILL')
  await expect.poll(() => isAlive(pid), { timeout: 10_000, interval: 10 }).toBe(false)
  const kept = services.personas().length
  expect(kept).toBeLessThan(300_000)
  await sleep(200)
  expect(services.personas()).toHaveLength(kept)
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
