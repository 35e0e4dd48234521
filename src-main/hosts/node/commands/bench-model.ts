import type { Run } from '#contract/runs'
import { type Command, commonHelp, commonOptions } from '../command.ts'
import { findModel } from '../find-model.ts'
import type { NodeCore } from '../open-core.ts'
import { withCore } from '../with-core.ts'

/** Kinds that tell whether a model is fit: free text with a written start, and JSON. */
const kinds = ['instruction', 'tool']
const rowsOfKind = 8

type Fitness = { kind: string; accepted: number; planned: number; reasons: Record<string, number> }

export const benchModel: Command = {
  summary: 'measure how fast and how fit a model is on this machine',
  help: `Usage: loom bench-model [NAME | FILE.gguf]

Writes with 1, 2, 4, 8 and 16 rows at once, for a minute at most. Runs then write as many at once as was fastest. After
that come ${rowsOfKind} tries each of ${kinds.join(' and ')}: whether the model ends by itself, keeps to the form, and copies nothing.
${commonHelp}

Exit codes: 0 measured; 1 internal; 2 bad input; 4 model unusable.

Example: loom bench-model ~/models/qwen3-4b-q4_0.gguf`,
  options: commonOptions,

  async run(context) {
    const { words, values, out, note } = context
    return withCore(context, 'write', async (core) => {
      const model = await findModel(core, words[0])
      const stop = core.hub.on('model.rate', ({ slots, tokensPerSecond }) => note(rateLine(slots, tokensPerSecond)))
      const calibration = await core.ask('model.measure', { sha256: model.sha256 }).finally(stop)
      const fitness: Fitness[] = []
      for (const kind of kinds) {
        const fit = await tryOut(core, kind, model.sha256)
        fitness.push(fit)
        note(fitnessLine(fit))
      }
      const { slots, tokensPerSecond } = calibration
      if (values['json']) out(JSON.stringify({ model: model.name, sha256: model.sha256, ...calibration, fitness }))
      else out(`${model.name}: ${rateLine(slots, tokensPerSecond)}. Runs will use that.`)
      return 0
    })
  },
}

async function tryOut(core: NodeCore, kind: string, modelSha256: string): Promise<Fitness> {
  const done = core.hub.next('run.done', () => true)
  await core.ask('run.start', {
    ...{ purpose: 'try', template: { key: kind }, modelSha256, attempts: 1, sampling: { maxTokens: 300 } },
    personas: { count: rowsOfKind, shuffleSeed: 'bench' },
  })
  const { id, counts }: Run = await done
  const reasons = await core.ask('run.reasons', { runId: id })
  return {
    ...{ kind, accepted: counts.accepted, planned: counts.planned },
    reasons: Object.fromEntries(reasons.map(({ reason, count }) => [reason, count])),
  }
}

function rateLine(slots: number, tokensPerSecond: number): string {
  return `${slots} ${slots === 1 ? 'row' : 'rows'} at once, ${tokensPerSecond.toFixed(1)} tokens/s`
}

function fitnessLine({ kind, accepted, planned, reasons }: Fitness): string {
  const why = Object.entries(reasons).map(([reason, count]) => `${count} ${reason}`)
  return `${kind}: ${accepted} of ${planned} accepted${why.length > 0 ? ` (${why.join(', ')})` : ''}`
}
