import { drawIndexes } from '../../../src-main/core/seed.ts'
import type { Figures } from '../bench.ts'
import { setsWork } from './chat-figures.ts'
import { type FigureGroup, ours, type Setting } from './setting.ts'
import { shareEqual } from './statistics.ts'
import type { Work } from './work.ts'

const rowsReplayed = 200
const orderSeed = 7

export const replayFigures: FigureGroup = { figures: ['replayShare'], measure }

/** Once is enough: this is about texts, not time. */
async function measure(setting: Setting): Promise<Figures> {
  // As a run has them: beginnings come and go.
  const work = await setsWork(setting, rowsReplayed)
  const first = await textsOf(setting, work)
  setting.note(`${first.length} rows written beside others; again in another order`)
  const order = drawIndexes(orderSeed, work.rows.length, work.rows.length)
  const shuffled = await textsOf(setting, { ...work, rows: inOrder(work.rows, order) })
  const reordered = backInPlace(shuffled, order)
  setting.note('again alone')
  const alone = await textsOf(setting, { ...work, slots: 1 })
  return {
    replayShare: shareEqual(first, reordered, alone),
    replay_orderShare: shareEqual(first, reordered),
    replay_aloneShare: shareEqual(first, alone),
    replay_rows: first.length,
  }
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
