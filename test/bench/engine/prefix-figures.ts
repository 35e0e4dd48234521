import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Figures } from '../bench.ts'
import { type Entry, interleave } from './interleave.ts'
import { contextFor } from './make-rows.ts'
import { chances, type FigureGroup, ours, rowsFor, type Setting, serverPeers } from './setting.ts'
import { median, medianRatio } from './statistics.ts'
import { tokensPerSecond, type Work } from './work.ts'

const exactRows = 24
const exactTokens = 64
/** Rows that share nothing cost the same each, a quarter of a minute: as many as run at once tell their rate. */
const rowsReadWhole = 8
const naturalRows = 48
const naturalTokens = 256
/** Reported beside the figures and held against no target. */
const naturalRounds = 1

export const prefixFigures: FigureGroup = { figures: ['prefixToServer', 'prefixGain'], measure }

/** Characters of a game, after 2,500 tokens about its world. */
export async function worldWork(setting: Setting, count: number, maxTokens: number): Promise<Work> {
  const wanted = { template: 'npc', style: 'zero-shot' as const, variables: { world: 'Tidebell' } }
  const rows = await rowsFor(setting, { ...wanted, count: setting.rowsOf(count) })
  return {
    ...{ rows, form: { kind: 'text' }, sampling: { ...chances, maxTokens }, slots: setting.slots },
    contextSize: contextFor(rows, maxTokens),
  }
}

async function measure(setting: Setting): Promise<Figures> {
  const natural = await worldWork(setting, naturalRows, naturalTokens)
  const { rows } = natural
  const exact = await longEnough(setting, natural)
  const figures: Figures = {}

  const entries: Entry[] = [{ peer: ours(setting), work: exact }]
  if (setting.wants('prefixToServer')) entries.push(...serverPeers(setting).map((peer) => ({ peer, work: exact })))
  if (setting.wants('prefixGain')) {
    const few = { ...exact, rows: exact.rows.slice(0, rowsReadWhole) }
    entries.push({ peer: ours(setting, 'ours, each row alike with none'), work: withoutSharing(few) })
  }
  const folder = mkdtempSync(join(tmpdir(), 'loom-bench-beginnings-'))
  const next = ours(setting, 'next run', undefined, folder)
  await next.write({ ...exact, rows: exact.rows.slice(0, 1) })
  entries.push({ peer: next, work: exact })
  setting.note(`${exact.rows.length} rows of ${exactTokens} tokens after a shared beginning`)
  const outcomes = await interleave(setting.rounds, entries, setting.note)
  rmSync(folder, { recursive: true })
  const rates = (name: string) => outcomes(name).map(tokensPerSecond)
  const has = (name: string) => entries.some(({ peer }) => peer.name === name)
  if (has('server')) figures['prefixToServer'] = medianRatio(rates('ours'), rates('server'))
  if (setting.wants('prefixGain')) {
    figures['prefixGain'] = medianRatio(rates('ours'), rates('ours, each row alike with none'))
  }
  figures['prefix_oursTokensPerSecond'] = median(rates('ours'))
  figures['prefix_nextRunGain'] = medianRatio(rates('next run'), rates('ours'))
  const written = outcomes('ours').flatMap((outcome) => outcome.rows)
  figures['prefix_oursExactShare'] = written.filter(({ tokens }) => tokens === exactTokens).length / written.length

  if (has('server')) {
    setting.note(`${rows.length} rows with natural ends after a shared beginning`)
    const ends = entries.slice(0, 2).map(({ peer }) => ({ peer, work: natural }))
    const naturally = await interleave(Math.min(naturalRounds, setting.rounds), ends, setting.note)
    const naturalRates = (name: string) => naturally(name).map(tokensPerSecond)
    figures['prefix_naturalToServer'] = medianRatio(naturalRates('ours'), naturalRates('server'))
  }
  return figures
}

/**
 * The first rows that our engine does not end before the limit: it has no way to write past an end, and a row that ends
 * early would share the beginning among fewer tokens. Which rows these are is known from writing them once, unmeasured.
 */
async function longEnough(setting: Setting, natural: Work): Promise<Work> {
  const limited = { ...natural, sampling: { ...chances, maxTokens: exactTokens } }
  const { rows } = await ours(setting).write(limited)
  const long = natural.rows.filter((_, at) => rows[at]?.tokens === exactTokens).slice(0, setting.rowsOf(exactRows))
  if (long.length === 0) throw new Error(`Every row ended before ${exactTokens} tokens, so there is nothing to measure`)
  return { ...limited, rows: long, exact: true }
}

/** The same rows, each with a first message of its own, so that the whole prompt has to be read for every row. */
export function withoutSharing(work: Work): Work {
  const rows = work.rows.map((row, at) => {
    const [first, ...others] = row.prompt.messages
    if (!first) return row
    const marked = { ...first, parts: [{ text: `(${at + 1}) ` }, ...first.parts] }
    return { ...row, prompt: { ...row.prompt, messages: [marked, ...others] } }
  })
  return { ...work, rows }
}
