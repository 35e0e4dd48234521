import type { TextLine } from './read-lines.ts'

/** A line that may begin a row or go on with one. */
export type CandidateLine = Extract<TextLine, { end: string }> & {
  /** How many rows it went on with, all in vain. */
  joins: number
  /** The first line of the newest of them. */
  brokenFrom: number | undefined
}

/** Without a limit, quotes that never close could have a file read again from each of its lines. */
const mostJoins = 2

/** Lines one after the other; the newest ones can be given back, to be read once more. */
export function createLineQueue(lines: Iterable<TextLine>) {
  const source = lines[Symbol.iterator]()
  /** Those that come next, the last one first. */
  const returned: (CandidateLine | Extract<TextLine, { problem: string }>)[] = []

  function next() {
    const again = returned.pop()
    if (again) return again
    const { value, done } = source.next()
    if (done) return undefined
    return 'problem' in value ? value : { ...value, joins: 0, brokenFrom: undefined }
  }

  return {
    next,
    /** As `next`, where that can go on with a row: leaves a line alone that was joined in vain often enough. */
    nextJoined(): CandidateLine | undefined {
      const line = next()
      if (!line) return undefined
      if (!('problem' in line) && line.joins < mostJoins) return line
      returned.push(line)
      return undefined
    },
    /** Those that went on with the row of the line `brokenFrom`, which is none. */
    giveBack(given: readonly CandidateLine[], brokenFrom: number): void {
      for (const line of given.toReversed()) {
        returned.push({ ...line, joins: line.joins + 1, brokenFrom })
      }
    },
  }
}

export type LineQueue = ReturnType<typeof createLineQueue>
