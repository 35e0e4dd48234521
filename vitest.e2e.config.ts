import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    pool: 'forks',
    // Nothing of a test stays with the person who ran it.
    env: { LOOM_CACHE: join(tmpdir(), 'loom-test-cache') },
    fileParallelism: false,
    // Some looks start a process.
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
})
