import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/e2e/**'],
    pool: 'forks',
    testTimeout: 30_000,
    // A busy machine may take seconds to start a thread.
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
