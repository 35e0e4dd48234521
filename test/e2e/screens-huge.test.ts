import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { exporting } from '../../src-renderer/locales/en/export.ts'
import { copyLibrary, makeLibrary } from '../bench/ui/make-library.ts'
import { openApp } from './open-app.ts'
import { type Screen, sees, visit } from './visit.ts'

/** Pictures alone: that long lists work is tested with 20,500, and to make a million takes minutes. */
const isPictured = process.env['LOOM_SHOTS'] !== undefined
const count = 1_000_000
const told = count.toLocaleString('en')

const screens: Screen[] = [
  { name: 'huge-home', path: '/', act: (page) => sees(page, told) },
  { name: 'huge-personas', path: '/personas', act: (page) => sees(page, /Persona \d+:/) },
  { name: 'huge-personas-found', path: '/personas?query=violin', act: (page) => sees(page, 'violin') },
  { name: 'huge-datasets', path: '/datasets', act: (page) => sees(page, 'A long dataset') },
  { name: 'huge-new-dataset', path: '/datasets/new' },
  { name: 'huge-run', path: '/datasets/1' },
  { name: 'huge-rows', path: '/datasets/1/rows', act: (page) => sees(page, /Text \d+:/) },
  {
    name: 'huge-rows-found',
    path: '/datasets/1/rows?query=violin&state=rejected',
    act: (page) => sees(page, /Text \d+:/),
  },
  { name: 'huge-review', path: '/datasets/1/review', act: (page) => sees(page, /Text \d+:/) },
  { name: 'huge-export', path: '/datasets/1?dialog=export', act: (page) => sees(page, exporting.preview) },
]

test.runIf(isPictured)(
  'screens over a very long library stand as those over a short one do',
  async () => {
    const { folder, remove } = copyLibrary(await makeLibrary(count, () => {}))
    onTestFinished(remove)
    const app = await openApp('browser', join(folder, 'library'), { modelsDir: join(folder, 'models') })
    const problems: string[] = []
    for (const screen of screens) problems.push(...(await visit(app, screen)))
    expect(problems).toEqual([])
    expect(app.strangers).toEqual([])
  },
  1_200_000,
)
