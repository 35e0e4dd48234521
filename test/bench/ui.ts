import { availableParallelism, loadavg } from 'node:os'
import type { BenchOptions, BenchResult, Figures } from './bench.ts'
import { median } from './engine/statistics.ts'
import { judge } from './engine/targets.ts'
import { listFigures } from './ui/list-figures.ts'
import { copyLibrary, makeLibrary } from './ui/make-library.ts'
import { runFigures } from './ui/run-figures.ts'
import { scrollFigures } from './ui/scroll-figures.ts'
import { uiTargets } from './ui/targets.ts'
import { type Bench, withPage } from './ui/with-page.ts'
import { yardstick } from './ui/yardstick.ts'

/** Names that `--only` takes. */
export const uiFigures: readonly string[] = Object.keys(uiTargets)

const usualRounds = 3
const usualRows = 1_000_000
/** Load of other programs, in cores, above which no figure is worth quoting. */
const quietLoad = 0.3

const groups: readonly { figures: readonly string[]; measure: (bench: Bench) => Promise<Figures> }[] = [
  listFigures,
  scrollFigures,
  runFigures,
]

/** The interface in a real Chromium, served by the real host over a library of a million personas and rows. */
export async function uiBench(note: (text: string) => void, options: BenchOptions): Promise<BenchResult> {
  const rows = options.rows ?? usualRows
  const { folder, remove } = copyLibrary(await makeLibrary(rows, note))
  try {
    return await measureIn(folder, rows, note, options)
  } finally {
    remove()
  }
}

async function measureIn(
  folder: string,
  rows: number,
  note: (text: string) => void,
  options: BenchOptions,
): Promise<BenchResult> {
  const wanted = options.only ?? uiFigures
  const rounds = options.rounds ?? usualRounds
  const load = loadavg()[0] ?? 0
  if (load > quietLoad * availableParallelism()) {
    note(`Other programs are busy (load ${load.toFixed(1)}): these figures are no measurement.`)
  }
  const measured: Figures[] = []
  let version = ''
  for (let round = 0; round < rounds; round++) {
    note(`round ${round + 1}`)
    const figures: Figures = {}
    await withPage({ folder, rows, round, note }, async (bench) => {
      version = bench.version
      await bench.begin()
      figures['yardstickMs'] = await yardstick(bench.page)
      // Its own tasks are none of the app's.
      await bench.tool('takeLongTasks')
      for (const group of groups) {
        // A long task may come with anything, so it is counted through all of them.
        const isWanted = [...group.figures, 'longTasks'].some((figure) => wanted.includes(figure))
        if (isWanted) Object.assign(figures, await group.measure(bench))
      }
      const tasks = await bench.longTasks()
      for (const task of tasks) note(`  a task of ${task.ms.toFixed(0)} ms: ${task.during}`)
      figures['longTasks'] = tasks.length
    })
    measured.push(figures)
    note(
      `  ${Object.entries(figures)
        .map(([name, value]) => `${name} ${Number(value.toFixed(1))}`)
        .join(', ')}`,
    )
  }
  const names = Object.keys(measured[0] ?? {})
  const figures = Object.fromEntries(
    names.map((name) => [name, median(measured.map((each) => each[name] ?? Number.NaN))]),
  )
  for (const line of judge(figures, wanted, uiTargets)) note(line)
  return { figures, facts: { browser: `Chromium ${version}`, rounds: String(rounds), rows: String(rows) } }
}
