import type { Figures } from '../bench.ts'
import { type Entry, interleave } from './interleave.ts'
import { contextFor, type RowsWanted } from './make-rows.ts'
import { createPlainPeer } from './plain-peer.ts'
import { chances, type FigureGroup, ours, rowsFor, type Setting, serverPeers } from './setting.ts'
import { median, medianRatio } from './statistics.ts'
import { tokensPerSecond, type Work } from './work.ts'

const maxTokens = 128
const ratios: Record<string, string> = { ratioToServer8: 'server', ratioToPlain8: 'plain', ratioToSerial: 'serial' }

export const chatFigures: FigureGroup = { figures: Object.keys(ratios), measure }
export const setsFigures: FigureGroup = { figures: ['setsToServer8'], measure: measureSets }

/** Chat rows of about 200 tokens that nearly all share, so that every peer can keep those: writing is compared. */
export function chatWork(setting: Setting, count: number): Promise<Work> {
  return textWork(setting, { template: 'math', style: 'zero-shot', count })
}

/** Short rows as a run asks for them, with another set of examples for each eight: reading is compared too. */
export function setsWork(setting: Setting, count: number): Promise<Work> {
  return textWork(setting, { template: 'instruction', style: 'persona-few-shot', count })
}

async function textWork(setting: Setting, wanted: RowsWanted): Promise<Work> {
  const rows = await rowsFor(setting, { ...wanted, count: setting.rowsOf(wanted.count) })
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

async function measureSets(setting: Setting): Promise<Figures> {
  const work = await setsWork(setting, 96)
  const entries = [ours(setting), ...serverPeers(setting)].map((peer) => ({ peer, work }))
  const outcomes = await interleave(setting.rounds, entries, setting.note)
  const rates = (name: string) => outcomes(name).map(tokensPerSecond)
  return {
    ...(entries.length > 1 ? { setsToServer8: medianRatio(rates('ours'), rates('server')) } : {}),
    sets_oursTokensPerSecond: median(rates('ours')),
  }
}
