import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

export default defineConfig({
  main: {
    build: {
      rollupOptions: {
        input: {
          main: 'src-main/hosts/electron/main.ts',
          cli: 'src-main/hosts/node/cli.ts',
          inference: 'src-main/inference/inference.ts',
          'render-worker': 'src-main/inference/render-worker.ts',
          'import-process': 'src-main/hosts/node/import-process.ts',
          'export-worker': 'src-main/core/export/export-worker.ts',
          'search-worker': 'src-main/core/lists/search-worker.ts',
          'collect-worker': 'src-main/core/rows/collect-worker.ts',
          'facet-worker': 'src-main/core/personas/facet-worker.ts',
          'erase-worker': 'src-main/core/runs/erase-worker.ts',
        },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: 'src-main/hosts/electron/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    build: { minify: true, rollupOptions: { input: 'src-renderer/index.html' } },
    plugins: [react()],
  },
})
