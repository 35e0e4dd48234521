import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

/** The house map: each room, the rooms it may enter, and the packages only it may open. */
const rooms: Record<string, { may: string[]; packages: RegExp }> = {
  'src-main/contract': { may: [], packages: /^zod$/ },
  'src-main/core': {
    may: ['src-main/contract'],
    packages: /^(better-sqlite3|fflate|hyparquet|hyparquet-writer|yaml|zod|node:.*)$/,
  },
  'src-main/inference': {
    may: ['src-main/contract', 'src-main/core'],
    packages: /^(node-llama-cpp|@huggingface\/jinja|node:.*)$/,
  },
  'src-main/hosts': {
    may: ['src-main/contract', 'src-main/core', 'src-main/inference'],
    packages: /^(electron|node:.*)$/,
  },
  'src-renderer': {
    may: ['src-main/contract'],
    packages:
      /^(react|react-dom(\/client)?|@codemirror\/.*|@mantine\/.*|@tanstack\/.*|@tabler\/icons-react|uplot|\.?.*\.css)$/,
  },
}
/** Folders whose subfolders are features: they do not import one another. */
const featureFolders = ['src-main/core', 'src-renderer/features']
/** Parts of the core that belong to no feature. */
const shared = ['db', 'lists']

const files = ['src-main', 'src-renderer'].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(root, file)),
)

function importsOf(source: string): { to: string; typeOnly: boolean }[] {
  const statics = source.matchAll(/^(?:import|export)\s+(type\s+)?(?:[\w*{][^'"]*?\sfrom\s+)?'([^']+)'/gm)
  const dynamics = source.matchAll(/\bimport\(()'([^']+)'\)/g)
  return [...statics, ...dynamics].map(([, type, to]) => ({ to: to as string, typeOnly: Boolean(type) }))
}

function target(file: string, to: string): string | undefined {
  if (to.startsWith('#contract/')) return to.replace('#contract/', 'src-main/contract/')
  return to.startsWith('.') ? normalize(join(dirname(file), to)) : undefined
}

function feature(path: string): string | undefined {
  const folder = featureFolders.find((each) => path.startsWith(`${each}/`))
  const name = folder && path.slice(folder.length + 1).split('/')
  return name && name.length > 1 && !shared.includes(name[0] as string) ? `${folder}/${name[0]}` : undefined
}

function violations(file: string, source: string): string[] {
  const room = Object.keys(rooms).find((name) => file.startsWith(`${name}/`)) as string
  const { may, packages } = rooms[room] as (typeof rooms)[string]
  return importsOf(source).flatMap(({ to, typeOnly }) => {
    const path = target(file, to)
    const stranger = path ? ![room, ...may].some((name) => path.startsWith(`${name}/`)) : !packages.test(to)
    const own = feature(file)
    const neighbour = path && own && feature(path) && feature(path) !== own
    const onlyTypes = room === 'src-main/inference' && path?.startsWith('src-main/core/') && !typeOnly
    return stranger || neighbour || onlyTypes ? [`${file} -> ${to}`] : []
  })
}

test('every import stays inside the house map', () => {
  expect(files.length).toBeGreaterThan(50)
  expect(files.flatMap((file) => violations(file, readFileSync(file, 'utf8')))).toEqual([])
})

test('no file outgrows a reader', () => {
  const scripts = readdirSync('scripts', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.mjs'))
  const all = [...files, ...scripts.map((name) => join('scripts', name))]
  expect(all.filter((file) => readFileSync(file, 'utf8').split('\n').length > 301)).toEqual([])
})

test('the map notices a renderer that reaches for the database', () => {
  const source = "import Database from 'better-sqlite3'\nimport { migrate } from '../../src-main/core/db/migrate.ts'"
  expect(violations('src-renderer/features/x.ts', source)).toHaveLength(2)
})

test('the map notices a feature that enters its neighbour', () => {
  const source = "import type { Row } from '../rows/row-repository.ts'"
  expect(violations('src-main/core/runs/x.ts', source)).toHaveLength(1)
})

test('the map notices an inference process that runs code of the core', () => {
  expect(violations('src-main/inference/x.ts', "import { textKey } from '../core/text.ts'")).toHaveLength(1)
})
