import type { RunStatus } from '#contract/runs'

/** What a run with the same model took: rows that were written, and the time for these and for parts of others. */
type Speed = {
  templateHash: string
  status: RunStatus
  parallel: number
  ended: number
  activeMs: number
  tokens: number
}

/** `tokensPerRow`: of the template's examples, which its rows will be about as long as; null where it has none. */
type Planned = { templateHash: string; items: number; tokensPerRow: number | null }

/** How far an estimate may be off, by what it stands on; never said to be more. */
const spreads = { sameTemplate: 0.15, otherwise: 0.4, most: 0.5 }
const enoughRows = 20
/** So often all rows at once have ended before the parts of others, whose time is counted, matter little. */
const steadyRounds = 3

/**
 * How long so many items will take: from runs of the same template where there are any, else of all; rather from long
 * ones, and from none that has just begun while there are others. Where these differ by more than an estimate is usually
 * off, as after one in a busy hour, their standard deviation is the range. Rows of another template say how long a token
 * takes, as a game character is many times as long as a question.
 */
export function estimateTime(speeds: readonly Speed[], { templateHash, items, tokensPerRow }: Planned) {
  const known = preferred(
    speeds.filter(({ ended }) => ended > 0),
    ({ status, ended, parallel }) => status === 'finished' || ended >= steadyRounds * parallel,
  )
  const sameOrAll = preferred(known, (speed) => speed.templateHash === templateHash)
  // Tries have fewer rows at once, which takes longer a row.
  const ground = preferred(sameOrAll, ({ ended }) => ended >= enoughRows)
  const rows = ground.reduce((sum, { ended }) => sum + ended, 0)
  if (rows === 0) return { items, rowsPerMinute: null, duration: null }
  const isSame = ground.every((speed) => speed.templateHash === templateHash)
  const msPerGroundRow = ground.reduce((sum, { activeMs }) => sum + activeMs, 0) / rows
  const tokens = ground.reduce((sum, each) => sum + each.tokens, 0)
  const longer = isSame || tokensPerRow === null || tokens === 0 ? 1 : tokensPerRow / (tokens / rows)
  const msPerRow = msPerGroundRow * longer
  // A row counts as much in a long run as in a short one.
  const variance =
    ground.reduce((sum, { ended, activeMs }) => sum + ended * (activeMs / ended - msPerGroundRow) ** 2, 0) / rows
  const usual = isSame && rows >= enoughRows ? spreads.sameTemplate : spreads.otherwise
  const spread = Math.min(spreads.most, Math.max(usual, Math.sqrt(variance) / msPerGroundRow))
  return {
    items,
    rowsPerMinute: 60_000 / msPerRow,
    duration: {
      fromSeconds: (items * msPerRow * (1 - spread)) / 1000,
      toSeconds: (items * msPerRow * (1 + spread)) / 1000,
    },
  }
}

/** Those that are better ground, where there are any. */
function preferred(speeds: readonly Speed[], isBetter: (speed: Speed) => boolean): readonly Speed[] {
  const better = speeds.filter(isBetter)
  return better.length > 0 ? better : speeds
}
