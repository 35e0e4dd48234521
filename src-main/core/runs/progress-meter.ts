/** The time that rates look back over. */
const windowMs = 60_000
/** Before this a rate is chance. */
const leastMs = 500

type Mark = { at: number; tokens: number; rows: number }

/** Rates over the last minute, and what they say about the time left. */
export function createProgressMeter(startedAt: number) {
  let marks: Mark[] = []
  const rowMs: number[] = []

  return {
    /** A try ended: its tokens, and whether its row ended with it. */
    add(at: number, tokens: number, rowEnded: boolean, durationMs: number): void {
      marks = [...marks.filter((mark) => mark.at > at - windowMs), { at, tokens, rows: rowEnded ? 1 : 0 }]
      rowMs.push(durationMs)
      if (rowMs.length > 200) rowMs.shift()
    },

    rates(at: number): { tokensPerSecond: number | null; rowsPerMinute: number | null } {
      const recent = marks.filter((mark) => mark.at > at - windowMs)
      const spanMs = Math.min(windowMs, at - startedAt)
      if (recent.length === 0 || spanMs < leastMs) return { tokensPerSecond: null, rowsPerMinute: null }
      const sum = (key: 'tokens' | 'rows') => recent.reduce((total, mark) => total + mark[key], 0)
      return { tokensPerSecond: (sum('tokens') / spanMs) * 1000, rowsPerMinute: (sum('rows') / spanMs) * 60_000 }
    },

    /** From and to, two standard errors of the mean time of a try apart; null while nothing is known. */
    eta(at: number, rowsLeft: number): { fromSeconds: number; toSeconds: number } | null {
      const { rowsPerMinute } = this.rates(at)
      if (!rowsPerMinute) return null
      const seconds = (rowsLeft / rowsPerMinute) * 60
      const mean = rowMs.reduce((total, value) => total + value, 0) / rowMs.length
      const variance = rowMs.reduce((total, value) => total + (value - mean) ** 2, 0) / rowMs.length
      const share = Math.min(0.5, Math.max(0.1, (2 * Math.sqrt(variance / rowMs.length)) / (mean || 1)))
      return { fromSeconds: seconds * (1 - share), toSeconds: seconds * (1 + share) }
    },
  }
}
