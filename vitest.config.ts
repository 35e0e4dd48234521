import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/e2e/**'],
    setupFiles: ['test/support/patience.ts'],
    pool: 'forks',
    // Many tests wait for processes of their own: two at a time take little more than half as long, on two cores too.
    maxWorkers: 2,
    // Nothing of a test stays with the person who ran it.
    env: { LOOM_CACHE: join(tmpdir(), 'loom-test-cache') },
    // Only what hangs ends by them: on a busy machine a model may take a minute to load, and a thread seconds to start.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 10_000 } },
    // Import and export run in threads of their own, and some tests start whole hosts: those count too.
    coverage: {
      provider: 'v8',
      include: ['src-main/core/**'],
      autoAttachSubprocess: true,
      reporter: ['text', 'text-summary'],
    },
  },
})
