import type { Progress, Run } from '#contract/runs'

/** The time that rates look back over. */
const windowMs = 60_000
/** Before this a rate is chance. */
const leastMs = 500
/** So many rows' times into the writing, as many rows end as begin. */
const steadyRows = 3
/** An estimate is never said to be wider off than this. */
const mostShare = 0.5
/** Where the farther end is more times the nearer one, what was known before says more; without that it is brought in. */
const widestRange = 5

type Mark = { at: number; tokens: number; rows: number }

/** Of a run that is not being made: how far it is, and no rates. */
export function standingProgress({ id, status, counts, parallel, wantedParallel, tokens, seconds }: Run): Progress {
  const written = counts.planned - counts.waiting - counts.running
  const unknown = { tokensPerSecond: null, rowsPerMinute: null, eta: null }
  const atOnce = { parallel, wantedParallel }
  return { runId: id, status, counts, written, hasBegun: false, ...atOnce, tokens, seconds, ...unknown }
}

type Range = { fromSeconds: number; toSeconds: number }

/**
 * Rates over the last minute, and what they say about the time left, where so many rows are under way at once. While they
 * say nothing, `foretold` does: what a row takes by what was measured before.
 */
export function createProgressMeter(begunAt: number, atOnce: number, foretold: Range | null = null) {
  let usual = foretold
  let startedAt = begunAt
  let marks: Mark[] = []
  let rowMs: number[] = []
  let endedRows = 0

  return {
    /** A try ended: its tokens, and whether its row ended with it. Of one that began before a reset only its part counts. */
    add(at: number, tokens: number, rowEnded: boolean, durationMs: number): void {
      const part = at - durationMs < startedAt ? (at - startedAt) / durationMs : 1
      const mark = { at, tokens: tokens * part, rows: rowEnded ? part : 0 }
      endedRows += mark.rows
      marks = [...marks.filter((earlier) => earlier.at > at - windowMs), mark]
      if (part === 1) rowMs.push(durationMs)
      if (rowMs.length > 200) rowMs.shift()
    },

    /** Writing begins here: what was measured before says nothing about the time left. */
    reset(at: number): void {
      startedAt = at
      marks = []
      rowMs = []
      endedRows = 0
    },

    /** From here on rows come at another pace than all that was measured. */
    changePace(at: number): void {
      usual = null
      this.reset(at)
    },

    rates(at: number): { tokensPerSecond: number | null; rowsPerMinute: number | null } {
      const recent = marks.filter((mark) => mark.at > at - windowMs)
      const spanMs = Math.min(windowMs, at - startedAt)
      if (recent.length === 0 || spanMs < leastMs) return { tokensPerSecond: null, rowsPerMinute: null }
      const sum = (key: 'tokens' | 'rows') => recent.reduce((total, mark) => total + mark[key], 0)
      // Tries that failed ended no row: nothing is known of rows then, rather than that none will come.
      const rows = sum('rows')
      return {
        tokensPerSecond: (sum('tokens') / spanMs) * 1000,
        rowsPerMinute: rows === 0 ? null : (rows / spanMs) * 60_000,
      }
    },

    /**
     * From and to, two standard errors of the mean time of a try apart; null only until a row has ended, so that what was
     * told once never becomes unknown. In the beginning fewer rows have ended than are under way, so that their rate alone
     * would promise far too little: the time that rows take gives the nearer end then. Where none ended in the last minute,
     * all that did count.
     */
    eta(at: number, rowsLeft: number): Range | null {
      const usually = usual && { fromSeconds: usual.fromSeconds * rowsLeft, toSeconds: usual.toSeconds * rowsLeft }
      const spanMs = at - startedAt
      if (spanMs < leastMs || endedRows === 0) return usually
      const rowsPerMinute = this.rates(at).rowsPerMinute ?? (endedRows / spanMs) * 60_000
      const slowest = (rowsLeft / rowsPerMinute) * 60
      if (rowMs.length === 0) return { fromSeconds: slowest * (1 - mostShare), toSeconds: slowest * (1 + mostShare) }
      const mean = rowMs.reduce((total, value) => total + value, 0) / rowMs.length
      const variance = rowMs.reduce((total, value) => total + (value - mean) ** 2, 0) / rowMs.length
      const share = Math.min(mostShare, Math.max(0.1, (2 * Math.sqrt(variance / rowMs.length)) / (mean || 1)))
      const isSteady = spanMs >= steadyRows * mean
      const quickest = isSteady ? slowest : Math.min(slowest, (rowsLeft * mean) / atOnce / 1000)
      const range = { fromSeconds: quickest * (1 - share), toSeconds: slowest * (1 + share) }
      const farthest = range.fromSeconds * widestRange
      return range.toSeconds <= farthest ? range : (usually ?? { ...range, toSeconds: farthest })
    },
  }
}
