import type { Figures } from '../bench.ts'
import { chatWork } from './chat-figures.ts'
import { interleave } from './interleave.ts'
import { type FigureGroup, ours, ownEntry, type Setting } from './setting.ts'
import { bestOf, median, medianRatio } from './statistics.ts'
import { besideBusyPrograms } from './with-process.ts'
import { tokensPerSecond, type Work } from './work.ts'

const rowsBesideBusy = 16
const maxTokens = 64

export const busyFigures: FigureGroup = { figures: ['busyShare'], measure }

/** Our engine, which gives threads up by itself, against itself with one thread and with one for each core throughout. */
async function measure(setting: Setting): Promise<Figures> {
  const chat = await chatWork(setting, rowsBesideBusy)
  const work: Work = { ...chat, sampling: { ...chat.sampling, maxTokens } }
  const fixed = ['one-thread', 'all-threads'].map((name) => ours(setting, name, ownEntry(name)))
  const entries = [ours(setting), ...fixed].map((peer) => ({ peer, work }))
  const figures: Figures = {}
  for (const programs of [1, 2]) {
    setting.note(`beside ${programs} busy program${programs === 1 ? '' : 's'}`)
    const outcomes = await besideBusyPrograms(programs, () => interleave(setting.rounds, entries, setting.note))
    const rates = (name: string) => outcomes(name).map(tokensPerSecond)
    const best = bestOf(fixed.map(({ name }) => rates(name)))
    figures[`busy_share${programs}`] = medianRatio(rates('ours'), best)
    for (const { peer } of entries) figures[`busy_${peer.name}${programs}TokensPerSecond`] = median(rates(peer.name))
  }
  figures['busyShare'] = Math.min(figures['busy_share1'] ?? Number.NaN, figures['busy_share2'] ?? Number.NaN)
  return figures
}
