import { join } from 'node:path'
import { expect, test } from 'vitest'
import { closingLine, readTally } from '../../scripts/lib/test-tally.mjs'
import { tempFolder, writeFiles } from './stand-in.ts'

function tallyOf(report: object, exitCode: number) {
  const folder = tempFolder()
  writeFiles(folder, { 'report.json': JSON.stringify(report) })
  return readTally(join(folder, 'report.json'), exitCode)
}

const file = (status: string, ...states: string[]) => ({
  status,
  assertionResults: states.map((state) => ({ status: state })),
})

test('tests are counted by how they ended', () => {
  const testResults = [file('passed', 'passed', 'passed', 'todo'), file('failed', 'passed', 'failed', 'skipped')]
  expect(tallyOf({ testResults }, 1)).toEqual({ passed: 3, failed: 1, skipped: 2 })
})

test('a file that does not load is a failure', () => {
  expect(tallyOf({ testResults: [file('failed', 'passed', 'failed'), file('failed')] }, 1)).toEqual({
    passed: 1,
    failed: 2,
    skipped: 0,
  })
})

test('an error outside of every test is a failure', () => {
  expect(tallyOf({ testResults: [file('passed', 'passed')] }, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 })
})

test('a run that left no report is a failure', () => {
  expect(readTally(join(tempFolder(), 'report.json'), 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})

test('the closing line is the sum, and speaks of skipped tests only when there are any', () => {
  const tally = { passed: 2, failed: 0, skipped: 0 }
  expect(closingLine([tally, { ...tally, failed: 1 }])).toBe('4 passed, 1 failed')
  expect(closingLine([{ ...tally, skipped: 3 }])).toBe('2 passed, 0 failed, 3 skipped')
})
