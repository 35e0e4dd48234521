import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/e2e/**'],
    pool: 'forks',
    testTimeout: 30_000,
    coverage: { provider: 'v8', include: ['src-main/core/**'], reporter: ['text-summary', 'text'] },
  },
})
