import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createFileAccess } from '../../src-main/hosts/node/file-access.ts'

function openFolders() {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'loom-access-')))
  onTestFinished(() => rmSync(root, { recursive: true }))
  for (const name of ['data', 'data/deep', 'data-private']) mkdirSync(join(root, name))
  for (const name of ['data/a.csv', 'data/deep/b.csv', 'data-private/c.csv', 'secret.txt', 'data/..odd.csv']) {
    writeFileSync(join(root, name), 'x')
  }
  symlinkSync(join(root, 'secret.txt'), join(root, 'data', 'link.csv'))
  symlinkSync(join(root, 'data-private'), join(root, 'data', 'way-out'))
  symlinkSync(join(root, 'data', 'a.csv'), join(root, 'data', 'inner-link.csv'))
  symlinkSync(join(root, 'data'), join(root, 'data-link'))
  const resolveFile = createFileAccess({
    uploads: { resolve: (fileId) => (fileId === 'upload:1' ? '/uploads/1/a.csv' : undefined) },
    allowedFolders: [join(root, 'data')],
  })
  return { root, resolveFile }
}

test('files of a chosen folder can be read, at any depth and by links that stay inside', () => {
  const { root, resolveFile } = openFolders()
  for (const name of ['a.csv', 'deep/b.csv', 'deep/../a.csv', '..odd.csv']) {
    expect(resolveFile(join(root, 'data', name), 'read')).toBe(join(root, 'data', name))
  }
  expect(resolveFile(`${root}/data/deep/../a.csv`, 'read')).toBe(join(root, 'data', 'a.csv'))
  expect(resolveFile(join(root, 'data', 'inner-link.csv'), 'read')).toBe(join(root, 'data', 'a.csv'))
})

test('a chosen folder that is itself a link works', () => {
  const { root } = openFolders()
  const resolveFile = createFileAccess({ uploads: { resolve: () => undefined }, allowedFolders: [`${root}/data-link`] })
  expect(resolveFile(`${root}/data-link/a.csv`, 'read')).toBe(join(root, 'data', 'a.csv'))
})

test('an upload is found by its id, and one that is gone is said to be gone', () => {
  const { resolveFile } = openFolders()
  expect(resolveFile('upload:1', 'read')).toBe('/uploads/1/a.csv')
  expect(() => resolveFile('upload:2', 'read')).toThrow(expect.objectContaining({ code: 'not-found' }))
})

test.each([
  ['a file beside the folder', 'secret.txt'],
  ['a folder whose name begins alike', 'data-private/c.csv'],
  ['a way up', 'data/../secret.txt'],
  ['a link to a file outside', 'data/link.csv'],
  ['a file behind a linked folder', 'data/way-out/c.csv'],
  ['the folder itself', 'data'],
  ['a file outside that does not exist', 'nothing.txt'],
])('%s is not read', (_what, name) => {
  const { root, resolveFile } = openFolders()
  expect(() => resolveFile(`${root}/${name}`, 'read')).toThrow(
    expect.objectContaining({
      code: 'forbidden',
      message:
        'This file is outside the folders that the app may read. Choose it in the dialog or drop it on the window instead.',
    }),
  )
})

test.each(['a.csv', './a.csv', '', '\\\\evil.test\\share\\a.csv', 'file:///etc/passwd', '/etc/passwd', '/'])(
  'the path %j from a browser is not read',
  (path) => {
    const { resolveFile } = openFolders()
    expect(() => resolveFile(path, 'read')).toThrow(expect.objectContaining({ code: 'forbidden' }))
  },
)

test('a browser writes nowhere, not even into a chosen folder', () => {
  const { root, resolveFile } = openFolders()
  for (const path of [join(root, 'data', 'a.csv'), join(root, 'data', 'new.csv'), 'upload:1']) {
    expect(() => resolveFile(path, 'write')).toThrow(expect.objectContaining({ code: 'forbidden' }))
  }
})

test('a pipe, a folder, a missing file and a name with NUL are called what they are', () => {
  const { root, resolveFile } = openFolders()
  execFileSync('mkfifo', [join(root, 'data', 'pipe.csv')])
  expect(() => resolveFile(join(root, 'data', 'pipe.csv'), 'read')).toThrow(/is not a regular file/)
  expect(() => resolveFile(join(root, 'data', 'deep'), 'read')).toThrow(/is not a regular file/)
  expect(() => resolveFile(join(root, 'data', 'gone.csv'), 'read')).toThrow(/gone.csv is not there/)
  expect(() => resolveFile(`${root}/data/a\0.csv`, 'read')).toThrow(expect.objectContaining({ code: 'not-found' }))
})
