import { expect, test } from 'vitest'
import { describeExit } from '../../src-main/inference/describe-exit.ts'

test.each([
  [
    'SIGBUS',
    '',
    /crashed \(SIGBUS\), which happens when the model file changes or shrinks while it is in use\. What was/,
  ],
  ['SIGKILL', '', /ended from outside \(SIGKILL\), which the system does when memory runs out/],
  ['SIGABRT', 'std::bad_alloc', /ended because the memory that it may use ran out\. .* It last said: std::bad_alloc/],
  ['SIGSEGV', '', /SIGSEGV: it reached for memory that is not its own/],
  [null, 'Error: gone', /ended \(code 3\)\. .* It last said: Error: gone/],
] as const)('an end by %s with the last words “%s” is told in a sentence', (signal, lastLine, words) => {
  const error = describeExit({ code: signal ? null : 3, signal, lastLine }, 'running')
  expect(error.code).toBe('engine-crashed')
  expect(error.message).toMatch(words)
})
