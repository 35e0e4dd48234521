import { dirname, join } from 'node:path'

/** Where the app's own files are. */
export type Layout = {
  root: string
  resources: string
  catalogue: string
  suggestions: string
  models: string
  renderer: string
  inference: string
  importer: string
  workers: { export: string; collect: string; facets: string; search: string; erase: string }
}

/** Finds the app's files from an entry's path, built (`out/main/cli.js`) or source (`src-main/hosts/node/cli.ts`). */
export function layoutFrom(entryFile: string): Layout {
  const here = dirname(entryFile)
  const isSource = entryFile.endsWith('.ts')
  const root = isSource ? join(here, '..', '..', '..') : join(here, '..', '..')
  const code = (source: string, built: string) => (isSource ? join(root, 'src-main', source) : join(here, built))
  return {
    root,
    resources: join(root, 'resources'),
    catalogue: join(root, 'models', 'catalogue.json'),
    suggestions: join(root, 'models', 'suggestions.json'),
    models: join(root, 'models'),
    renderer: join(root, 'out', 'renderer'),
    inference: code('inference/inference.ts', 'inference.js'),
    importer: code('hosts/node/import-process.ts', 'import-process.js'),
    workers: {
      export: code('core/export/export-worker.ts', 'export-worker.js'),
      search: code('core/lists/search-worker.ts', 'search-worker.js'),
      collect: code('core/rows/collect-worker.ts', 'collect-worker.js'),
      facets: code('core/personas/facet-worker.ts', 'facet-worker.js'),
      erase: code('core/runs/erase-worker.ts', 'erase-worker.js'),
    },
  }
}
