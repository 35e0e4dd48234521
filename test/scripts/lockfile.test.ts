import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { completeLock } from '../../scripts/complete-lock.mjs'

const root = resolve(import.meta.dirname, '..', '..')
const read = (name: string) => readFileSync(join(root, name), 'utf8')

describe('the lockfile', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { version?: string; resolved?: string }>
  }

  test('names no place that a package came from, as that is each machine’s own', () => {
    expect(Object.keys(packages).length).toBeGreaterThan(1)
    expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([])
  })

  test('knows every system’s optional packages, so that npm ci accepts it everywhere', () => {
    expect(completeLock(packages).added).toEqual([])
  })
})

test('.npmrc refuses new install scripts and keeps addresses out of the lockfile', () => {
  const lines = read('.npmrc').split('\n')
  expect(lines).toContain('strict-allow-scripts=true')
  expect(lines).toContain('omit-lockfile-registry-resolved=true')
})

test('a package that a registry did not serve is added with its version and system', () => {
  const parent = {
    version: '2.0.0',
    dev: true,
    optionalDependencies: { 'tool-linux-arm64-musl': '^2.0.0', 'tool-mac-x64': '2.0.0', known: '1.0.0' },
  }
  const known = { version: '1.0.0' }
  const { packages, added } = completeLock({
    'node_modules/tool': parent,
    'node_modules/known': known,
    '': { optionalDependencies: { own: '1' } },
  })
  expect(added).toEqual(['node_modules/tool-linux-arm64-musl', 'node_modules/tool-mac-x64'])
  expect(packages).toEqual({
    '': { optionalDependencies: { own: '1' } },
    'node_modules/known': known,
    'node_modules/tool': parent,
    'node_modules/tool-linux-arm64-musl': {
      version: '2.0.0',
      os: ['linux'],
      cpu: ['arm64'],
      libc: ['musl'],
      dev: true,
      optional: true,
    },
    'node_modules/tool-mac-x64': { version: '2.0.0', os: ['darwin'], cpu: ['x64'], dev: true, optional: true },
  })
  expect(Object.keys(packages)).toEqual(Object.keys(packages).sort())
})
