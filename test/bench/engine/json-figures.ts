import { z } from 'zod'
import { samplingOf } from '#contract/sampling'
import type { JsonSchema } from '../../../src-main/core/engine.ts'
import type { Figures } from '../bench.ts'
import { interleave } from './interleave.ts'
import { contextFor, readRecipe, schemaOf } from './make-rows.ts'
import { chances, type FigureGroup, ours, rowsFor, type Setting, serverPeers } from './setting.ts'
import { median, medianRatio, shareOf } from './statistics.ts'
import { type Outcome, tokensPerSecond, type Work, type Written } from './work.ts'

const maxTokens = 500

export const jsonFigures: FigureGroup = { figures: ['jsonToServer', 'jsonValid'], measure }

async function measure(setting: Setting): Promise<Figures> {
  const wanted = { template: 'tool', style: 'persona-few-shot' as const, count: setting.rowsOf(64) }
  const rows = await rowsFor(setting, wanted)
  const recipe = readRecipe(setting.layout.resources, 'tool')
  const schema = schemaOf(recipe)
  // The template's own: without its penalty a small model goes round in circles, which ours ends and the server does not.
  const sampling = { ...samplingOf({ ...chances, maxTokens }, recipe.steps[0]?.sampling), maxTokens }
  const work: Work = {
    ...{ rows, form: { kind: 'json', schema }, sampling, slots: setting.slots },
    contextSize: contextFor(rows, maxTokens),
  }
  const peers = [ours(setting), ...(setting.wants('jsonToServer') ? serverPeers(setting) : [])]
  const entries = peers.map((peer) => ({ peer, work }))
  const outcomes = await interleave(setting.rounds, entries, setting.note)

  const isValid = validator(schema)
  const figures: Figures = {}
  for (const { name } of peers) {
    const its = outcomes(name)
    const written = its.flatMap((outcome) => outcome.rows)
    const ended = written.filter(hasEnded)
    figures[name === 'ours' ? 'jsonValid' : `json_${name}Valid`] = shareOf(ended, ({ text }) => isValid(text))
    figures[`json_${name}EndedShare`] = shareOf(written, hasEnded)
    figures[`json_${name}RowsPerMinute`] = median(its.map(endedRowsPerMinute))
    figures[`json_${name}TokensPerSecond`] = median(its.map(tokensPerSecond))
  }
  if (peers.length > 1) {
    const rates = (name: string) => outcomes(name).map(endedRowsPerMinute)
    figures['jsonToServer'] = medianRatio(rates('ours'), rates('server'))
  }
  return figures
}

/** Rows, not tokens: white space and longer texts are tokens too, but nobody wants more of them. */
export function endedRowsPerMinute({ rows, ms }: Outcome): number {
  return (rows.filter(hasEnded).length / ms) * 60_000
}

function hasEnded({ end }: Written): boolean {
  return end === 'stop'
}

/** Holds a text against a JSON schema by other code than the one that made the grammar. */
export function validator(schema: JsonSchema): (text: string) => boolean {
  const shape = z.fromJSONSchema(schema)
  return (text) => {
    try {
      return shape.safeParse(JSON.parse(text)).success
    } catch {
      return false // Not JSON at all.
    }
  }
}
