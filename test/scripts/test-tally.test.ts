import { join } from 'node:path'
import { expect, test } from 'vitest'
import { closingLines, readTally } from '../../scripts/lib/test-tally.mjs'
import { tempFolder, writeFiles } from './stand-in.ts'

function tallyOf(report: object, exitCode: number) {
  const folder = tempFolder()
  writeFiles(folder, { 'report.json': JSON.stringify(report) })
  return readTally('unit', join(folder, 'report.json'), exitCode)
}

const file = (status: string, ...states: string[]) => ({
  name: 'test/a.test.ts',
  status,
  message: status === 'failed' && states.length === 0 ? '\u001b[31mNo such module\u001b[39m\n at line 1' : '',
  assertionResults: states.map((state) => ({
    status: state,
    fullName: `it is ${state}`,
    failureMessages: state === 'failed' ? ['Error: expected 1 to be 2\n at line 3'] : [],
  })),
})
const ofTest = 'test/a.test.ts > it is failed: Error: expected 1 to be 2'

test('tests are counted by how they ended, and one that failed is named with what it said first', () => {
  const testResults = [file('passed', 'passed', 'passed', 'todo'), file('failed', 'passed', 'failed', 'skipped')]
  expect(tallyOf({ testResults }, 1)).toEqual({ passed: 3, failed: 1, skipped: 2, failures: [ofTest] })
})

test('a file that does not load is a failure', () => {
  expect(tallyOf({ testResults: [file('failed', 'passed', 'failed'), file('failed')] }, 1)).toEqual({
    passed: 1,
    failed: 2,
    skipped: 0,
    failures: [ofTest, 'test/a.test.ts: No such module'],
  })
})

test('a file whose preparation fails is a failure, beside its tests that did not run', () => {
  expect(tallyOf({ testResults: [file('failed', 'skipped', 'skipped')] }, 1)).toEqual({
    passed: 0,
    failed: 1,
    skipped: 2,
    failures: ['test/a.test.ts'],
  })
})

const outside = ['unit: failed outside of every test']

test('an error outside of every test is a failure', () => {
  const tally = tallyOf({ testResults: [file('passed', 'passed')] }, 1)
  expect(tally).toEqual({ passed: 1, failed: 1, skipped: 0, failures: outside })
})

test('a run that left no report is a failure', () => {
  const tally = readTally('unit', join(tempFolder(), 'report.json'), 1)
  expect(tally).toEqual({ passed: 0, failed: 1, skipped: 0, failures: outside })
})

test('the closing lines name the failures above the sum, which speaks of skipped tests only when there are any', () => {
  const tally = { passed: 2, failed: 0, skipped: 0, failures: [] }
  const closing = closingLines([tally, { ...tally, failed: 1, failures: outside }])
  expect(closing).toBe('Failed: unit: failed outside of every test\n4 passed, 1 failed')
  expect(closingLines([{ ...tally, skipped: 3 }])).toBe('2 passed, 0 failed, 3 skipped')
})
