import { availableParallelism, loadavg } from 'node:os'
import { basename, resolve } from 'node:path'
import { layoutFrom } from '../../src-main/hosts/node/layout.ts'
import type { BenchOptions, BenchResult, Figures } from './bench.ts'
import { lagFigures, overheadFigures } from './engine/application-figures.ts'
import { busyFigures } from './engine/busy-figures.ts'
import { chatFigures, setsFigures } from './engine/chat-figures.ts'
import { jsonFigures } from './engine/json-figures.ts'
import { plot } from './engine/plot.ts'
import { prefixFigures } from './engine/prefix-figures.ts'
import { replayFigures } from './engine/replay-figures.ts'
import { findServer } from './engine/server-peer.ts'
import type { Setting } from './engine/setting.ts'
import { judge } from './engine/targets.ts'
import { withApplication } from './run-in-application.ts'

const groups = [
  chatFigures,
  setsFigures,
  prefixFigures,
  jsonFigures,
  busyFigures,
  replayFigures,
  overheadFigures,
  lagFigures,
]
const usualRounds = 5
const usualSlots = 8
/** Load of other programs, in cores, above which no figure is worth quoting. */
const quietLoad = 0.3

/** Names that `--only` takes. */
export const engineFigures: readonly string[] = groups.flatMap(({ figures }) => figures)

/** The engine against llama.cpp's server, plain use of the library, and itself, on the default model. */
export async function engineBench(note: (text: string) => void, options: BenchOptions): Promise<BenchResult> {
  const layout = layoutFrom(resolve('src-main/hosts/node/cli.ts'))
  const server = findServer(layout.root)
  const wanted = options.only ?? (options.plot ? [] : engineFigures)
  const setting: Setting = {
    ...{ layout, server, note },
    model: await withApplication(layout, options.model, async (_, model) => model),
    modelFile: options.model,
    slots: options.slots ?? usualSlots,
    rounds: options.rounds ?? usualRounds,
    rowsOf: (named) => Math.min(named, options.rows ?? named),
    wants: (figure) => wanted.includes(figure),
  }
  const load = loadavg()[0] ?? 0
  if (load > quietLoad * availableParallelism()) {
    note(`Other programs are busy (load ${load.toFixed(1)}): these figures are no measurement.`)
  }
  if (!server) note('llama-server is not built (scripts/build-peer.sh): ratios to it are left out.')

  const figures: Figures = {}
  for (const group of groups) {
    if (!group.figures.some(setting.wants)) continue
    note(group.figures.filter(setting.wants).join(', '))
    Object.assign(figures, await group.measure(setting))
  }
  if (options.plot) Object.assign(figures, await plot(setting))
  for (const line of judge(figures, wanted)) note(line)
  return {
    figures,
    facts: {
      peer: server?.version ?? 'not built',
      model: basename(setting.model.path),
      rounds: String(setting.rounds),
      slots: String(setting.slots),
    },
  }
}
