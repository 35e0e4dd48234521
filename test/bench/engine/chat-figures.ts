import type { Figures } from '../bench.ts'
import { type Entry, interleave } from './interleave.ts'
import { contextFor } from './make-rows.ts'
import { createPlainPeer } from './plain-peer.ts'
import { chances, type FigureGroup, ours, rowsFor, type Setting, serverPeers } from './setting.ts'
import { median, medianRatio } from './statistics.ts'
import { tokensPerSecond, type Work } from './work.ts'

const maxTokens = 128
const ratios: Record<string, string> = { ratioToServer8: 'server', ratioToPlain8: 'plain', ratioToSerial: 'serial' }

export const chatFigures: FigureGroup = { figures: Object.keys(ratios), measure }
export const setsFigures: FigureGroup = { figures: ['setsToServer8'], measure: measureSets }

/**
 * Chat rows with examples, at most 128 tokens each. With one set of examples for all rows every peer can keep what they
 * share, so that writing is compared; with the product's set for each eight rows, reading is too.
 */
export async function chatWork(setting: Setting, count: number, oneSet = true): Promise<Work> {
  const wanted = { template: 'instruction', style: 'persona-few-shot' as const, count: setting.rowsOf(count), oneSet }
  const rows = await rowsFor(setting, wanted)
  const sampling = { ...chances, maxTokens }
  return { rows, form: { kind: 'text' }, sampling, contextSize: contextFor(rows, maxTokens), slots: setting.slots }
}

async function measure(setting: Setting): Promise<Figures> {
  const work = await chatWork(setting, 96)
  const modelPath = setting.model.path
  const entries: Entry[] = [{ peer: ours(setting), work }]
  if (setting.wants('ratioToServer8')) entries.push(...serverPeers(setting).map((peer) => ({ peer, work })))
  if (setting.wants('ratioToPlain8')) entries.push({ peer: createPlainPeer({ name: 'plain', modelPath }), work })
  if (setting.wants('ratioToSerial')) {
    entries.push({ peer: createPlainPeer({ name: 'serial', modelPath }), work: { ...work, slots: 1 } })
  }
  const outcomes = await interleave(setting.rounds, entries, setting.note)

  const rates = (name: string) => outcomes(name).map(tokensPerSecond)
  const figures: Figures = {}
  for (const [figure, name] of Object.entries(ratios)) {
    if (entries.some(({ peer }) => peer.name === name)) figures[figure] = medianRatio(rates('ours'), rates(name))
  }
  for (const { peer } of entries) figures[`chat_${peer.name}TokensPerSecond`] = median(rates(peer.name))
  return figures
}

/** The same rows as a run asks for them, with another set of examples for each eight. */
async function measureSets(setting: Setting): Promise<Figures> {
  const work = await chatWork(setting, 96, false)
  const entries = [ours(setting), ...serverPeers(setting)].map((peer) => ({ peer, work }))
  const outcomes = await interleave(setting.rounds, entries, setting.note)
  const rates = (name: string) => outcomes(name).map(tokensPerSecond)
  return {
    ...(entries.length > 1 ? { setsToServer8: medianRatio(rates('ours'), rates('server')) } : {}),
    sets_oursTokensPerSecond: median(rates('ours')),
  }
}
