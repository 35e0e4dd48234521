import { AppError } from '#contract/errors'
import type { Handlers, RouteName } from '#contract/index'
import { noDataset } from './no-dataset.ts'
import type { RunBin } from './run-bin.ts'

type Deps = {
  bin: RunBin
  /** The dataset whose rows a `row.undo` or a `row.explain` is about. */
  runOfUndo: (undoId: number) => number | undefined
}

/** Holds at one place that nothing of a dataset in the bin changes or leaves it, and that an erased one is not there. */
export function createBinGuard({ bin, runOfUndo }: Deps) {
  function refuseErased(runId: number): void {
    if (bin.placeOf(runId) === 'erased') throw noDataset(runId)
  }

  function refuseBinned(runId: number): void {
    refuseErased(runId)
    if (bin.placeOf(runId) !== 'bin') return
    throw new AppError(
      'in-bin',
      `Dataset ${runId} is in the bin. Nothing was changed. Put it back first (loom runs ${runId} --restore).`,
    )
  }

  return {
    refuseBinned,

    /** The same handlers behind the guard. */
    guard(handlers: Handlers): Handlers {
      const guarded = { ...handlers }

      function set<N extends RouteName>(
        name: N,
        refuse: (runId: number) => void,
        runOf: (input: Parameters<Handlers[N]>[0]) => number | undefined,
      ): void {
        const handle = handlers[name] as (input: Parameters<Handlers[N]>[0]) => unknown
        const behind = (input: Parameters<Handlers[N]>[0]): unknown => {
          const runId = runOf(input)
          if (runId !== undefined) refuse(runId)
          return handle(input)
        }
        guarded[name] = behind as Handlers[N]
      }

      const ofRun = ({ runId }: { runId: number }) => runId
      const ofRow = ({ rowId }: { rowId: number }) => bin.runOfRow(rowId)
      for (const name of ['run.rename', 'run.resume', 'run.retry', 'run.stop'] as const) set(name, refuseBinned, ofRun)
      for (const name of ['row.judgeMany', 'export.start', 'export.preview'] as const) set(name, refuseBinned, ofRun)
      set('row.judge', refuseBinned, ofRow)
      const ofUndo = ({ undoId }: { undoId: number }) => runOfUndo(undoId)
      for (const name of ['row.undo', 'row.explain'] as const) set(name, refuseBinned, ofUndo)
      for (const name of [
        'row.page',
        'row.newest',
        'row.outline',
        'row.place',
        'row.tally',
        'run.reasons',
        'export.list',
      ] as const)
        set(name, refuseErased, ofRun)
      for (const name of ['row.show', 'row.similar', 'row.check'] as const) set(name, refuseErased, ofRow)
      return guarded
    },
  }
}
