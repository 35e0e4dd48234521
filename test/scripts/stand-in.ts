import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'

export const scriptsFolder = resolve(import.meta.dirname, '..', '..', 'scripts')

/** A folder that lives as long as its test. */
export function tempFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'persona-loom-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Writes files into a folder; a text that starts with #! becomes a program. */
export function writeFiles(folder: string, files: Record<string, string | Buffer>) {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
    if (content.toString('utf8', 0, 2).startsWith('#!')) chmodSync(path, 0o755)
  }
}

/** A small project with the real scripts, nothing to install, and an app of a few lines. */
export function standInProject(app: string, files: Record<string, string> = {}) {
  const root = tempFolder()
  cpSync(scriptsFolder, join(root, 'scripts'), { recursive: true })
  const lock = JSON.stringify({ lockfileVersion: 3, packages: {} })
  writeFiles(root, {
    'package.json': JSON.stringify({ type: 'module', scripts: { build: 'node build.mjs' } }),
    'package-lock.json': lock,
    'node_modules/.package-lock.json': lock,
    'models/catalogue.json': JSON.stringify({
      format: 'persona-loom/catalogue@1',
      default: 'tiny',
      models: [tinyModel],
    }),
    'models/tiny.gguf': 'GGUF',
    'test/support/vendor-templates.json': '[]',
    'src-main/app.mjs': app,
    'build.mjs': copyingBuild,
    ...files,
  })
  return root
}

/** Its sizes are right and its hash is not looked at, as it is already in its folder. */
const tinyModel = { id: 'tiny', name: 'Tiny', file: 'tiny.gguf', sizeBytes: 4, sha256: '0'.repeat(64), sources: [] }

const copyingBuild = `
import { cpSync, appendFileSync } from 'node:fs'
cpSync('src-main/app.mjs', 'out/main/cli.js')
appendFileSync('builds', 'built ')
`
