import type { Figures } from '../bench.ts'
import { chatWork } from './chat-figures.ts'
import { interleave } from './interleave.ts'
import { createPlainPeer } from './plain-peer.ts'
import { ours, type Setting, serverPeers } from './setting.ts'
import { median } from './statistics.ts'
import { tokensPerSecond } from './work.ts'

const slotCounts = [1, 2, 4, 8, 16, 32]
const rowsPlotted = 64
const barLength = 40

/** Tokens a second by rows at once, for ours, plain use and the server. */
export async function plot(setting: Setting): Promise<Figures> {
  const work = await chatWork(setting, rowsPlotted)
  const plain = createPlainPeer({ name: 'plain', modelPath: setting.model.path })
  const peers = [ours(setting), plain, ...serverPeers(setting)]
  const figures: Figures = {}
  for (const slots of slotCounts) {
    setting.note(`${slots} at once`)
    const entries = peers.map((peer) => ({ peer, work: { ...work, slots } }))
    const outcomes = await interleave(setting.rounds, entries, setting.note)
    for (const { name } of peers) figures[plotName(name, slots)] = median(outcomes(name).map(tokensPerSecond))
  }
  for (const line of plotLines(
    figures,
    peers.map(({ name }) => name),
  ))
    setting.note(line)
  return figures
}

function plotName(peer: string, slots: number): string {
  return `plot_${peer}${slots}TokensPerSecond`
}

/** Bars of one scale, a line for each number of slots and peer. */
export function plotLines(figures: Figures, peers: readonly string[]): string[] {
  const rateOf = (peer: string, slots: number) => figures[plotName(peer, slots)] ?? 0
  const most = Math.max(...slotCounts.flatMap((slots) => peers.map((peer) => rateOf(peer, slots))))
  return slotCounts.flatMap((slots) =>
    peers.map((peer) => {
      const value = rateOf(peer, slots)
      const bar = '#'.repeat(Math.round((value / most) * barLength))
      return `${String(slots).padStart(3)} ${peer.padEnd(7)} ${bar.padEnd(barLength)} ${value.toFixed(0)}`
    }),
  )
}
