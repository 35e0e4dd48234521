import { badStates, type Progress, type Run, type RunCounts } from '#contract/runs'

/** The counts of a run with those of its rows apart that are written and only wait for the rows planned before them. */
export type ShownCounts = RunCounts & { held?: number }

/** What is said of a run: rows in line for a free place are still to do, and nobody is writing a finished one. */
export function shownCounts(
  run: Pick<Run, 'status' | 'counts' | 'parallel'>,
  progress?: Pick<Progress, 'written' | 'hasBegun'>,
): ShownCounts {
  const { counts } = run
  // A run at rest has put back whatever was in the middle.
  if (run.status !== 'running') return { ...counts, running: 0, held: counts.running }
  const ended = counts.planned - counts.waiting - counts.running
  const held = Math.min(counts.running, Math.max(0, (progress?.written ?? ended) - ended))
  const running = progress?.hasBegun === false ? 0 : Math.min(counts.running - held, run.parallel)
  return { ...counts, held, running, waiting: counts.waiting + counts.running - held - running }
}

/**
 * Rows that an export takes, as far as is known: those that passed the checks and were not discarded, and others that a
 * person kept. Those in line passed every check, and only a text that stands before them can still count.
 */
export function readyRows({ overruled }: Pick<Run, 'overruled'>, { accepted, held = 0 }: ShownCounts): number {
  return Math.max(0, accepted + held - overruled.discarded) + overruled.kept
}

/** Where rows stand with what a person decided: those kept count as accepted, those discarded apart. Adds up to `planned`. */
export type DecidedCounts = ShownCounts & { discarded: number }

/** The counts of a run as an export will follow them; `accepted` and `held` together are what is ready. */
export function decidedCounts({ overruled }: Pick<Run, 'overruled'>, counts: ShownCounts): DecidedCounts {
  const { kept, keptFrom } = overruled
  const { accepted, held = 0 } = counts
  // How many are in line is known a moment later than what was decided about them.
  const discarded = Math.min(overruled.discarded, accepted + held)
  const fromAccepted = Math.min(discarded, accepted)
  const decided = {
    ...counts,
    discarded,
    accepted: accepted - fromAccepted + kept,
    held: held + fromAccepted - discarded,
  }
  for (const state of badStates) decided[state] -= keptFrom[state] ?? 0
  return decided
}
