import { drawIndexes } from '../../../src-main/core/seed.ts'
import type { Figures } from '../bench.ts'
import { setsWork } from './chat-figures.ts'
import { worldWork } from './prefix-figures.ts'
import { type FigureGroup, ours, type Setting } from './setting.ts'
import { shareEqual } from './statistics.ts'
import type { Work } from './work.ts'

const rowsReplayed = 200
/** After a long world the engine computes in another way; few rows, because each takes its time alone. */
const worldRows = 40
const worldTokens = 64
const orderSeed = 7

export const replayFigures: FigureGroup = { figures: ['replayShare'], measure }

/** Once is enough: this is about texts, not time. */
async function measure(setting: Setting): Promise<Figures> {
  // As a run has them: beginnings come and go.
  const sets = await replay(setting, await setsWork(setting, rowsReplayed))
  const world = await replay(setting, await worldWork(setting, worldRows, worldTokens))
  return {
    replayShare: shareEqual(...sets),
    replay_orderShare: shareEqual(sets[0], sets[1]),
    replay_aloneShare: shareEqual(sets[0], sets[2]),
    replay_rows: sets[0].length,
    replay_worldShare: shareEqual(...world),
    replay_worldRows: world[0].length,
  }
}

/** Texts of rows written beside others, in another order, and alone. */
async function replay(setting: Setting, work: Work): Promise<[string[], string[], string[]]> {
  const first = await textsOf(setting, work)
  setting.note(`${first.length} rows written beside others; again in another order`)
  const order = drawIndexes(orderSeed, work.rows.length, work.rows.length)
  const shuffled = await textsOf(setting, { ...work, rows: inOrder(work.rows, order) })
  setting.note('again alone')
  return [first, backInPlace(shuffled, order), await textsOf(setting, { ...work, slots: 1 })]
}

async function textsOf(setting: Setting, work: Work): Promise<string[]> {
  const { rows } = await ours(setting).write(work)
  return rows.map(({ text }) => text)
}

function inOrder<T>(entries: readonly T[], order: readonly number[]): T[] {
  return order.map((at) => entries[at] as T)
}

/** Undoes `inOrder`. */
export function backInPlace<T>(entries: readonly T[], order: readonly number[]): T[] {
  const places: T[] = []
  for (const [at, place] of order.entries()) places[place] = entries[at] as T
  return places
}
