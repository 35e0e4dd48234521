/** What a run with the same model took: rows that ended, and the time in which they were written. */
type Speed = { templateHash: string; ended: number; activeMs: number }

/** How far an estimate may be off, by what it stands on; never said to be more. */
const spreads = { sameTemplate: 0.15, otherwise: 0.4, most: 0.5 }
const enoughRows = 20

/**
 * How long so many items will take: from runs of the same template where there are any, else of all. Where these differ
 * by more than an estimate is usually off, as after one in a busy hour, their standard deviation is the range.
 */
export function estimateTime(speeds: readonly Speed[], templateHash: string, items: number) {
  const known = speeds.filter(({ ended }) => ended > 0)
  const same = known.filter((speed) => speed.templateHash === templateHash)
  const ground = same.length > 0 ? same : known
  const rows = ground.reduce((sum, { ended }) => sum + ended, 0)
  if (rows === 0) return { items, rowsPerMinute: null, duration: null }
  const msPerRow = ground.reduce((sum, { activeMs }) => sum + activeMs, 0) / rows
  // A row counts as much in a long run as in a short one.
  const variance =
    ground.reduce((sum, { ended, activeMs }) => sum + ended * (activeMs / ended - msPerRow) ** 2, 0) / rows
  const usual = same.length > 0 && rows >= enoughRows ? spreads.sameTemplate : spreads.otherwise
  const spread = Math.min(spreads.most, Math.max(usual, Math.sqrt(variance) / msPerRow))
  return {
    items,
    rowsPerMinute: 60_000 / msPerRow,
    duration: {
      fromSeconds: (items * msPerRow * (1 - spread)) / 1000,
      toSeconds: (items * msPerRow * (1 + spread)) / 1000,
    },
  }
}
