import type { Calibration, Fitness, Model } from '#contract/models'
import { type Command, commonHelp, commonOptions } from '../command.ts'
import { findModel } from '../find-model.ts'
import { withCore } from '../with-core.ts'

const styleWords: Record<NonNullable<Fitness['style']>, string> = {
  'zero-shot': 'the task alone (zero-shot)',
  'few-shot': 'examples in one message (few-shot)',
  'persona-few-shot': 'examples told as a conversation (persona-few-shot)',
}

export const benchModel: Command = {
  summary: 'measure how fast and how fit a model is on this machine',
  help: `Usage: loom bench-model [NAME | FILE.gguf]

Writes with 1, 2, 4, 8 and 16 rows at once, then with fewer threads, for a minute at most. Runs then write with what was
fastest. After that come four rows of each of four tasks: whether the model begins as it is asked to, ends by itself,
writes JSON with and without being held to it, and copies its examples.
${commonHelp}

Exit codes: 0 measured; 1 internal; 2 bad input; 4 model unusable.

Example: loom bench-model ~/models/qwen3-4b-q4_0.gguf`,
  options: commonOptions,

  async run(context) {
    const { words, values, out, note } = context
    return withCore(context, 'write', async (core) => {
      const found = await findModel(core, words[0])
      const stop = core.hub.on('model.rate', (rate) => note(rateLine(rate)))
      const calibration = await core.ask('model.measure', { sha256: found.sha256 }).finally(stop)
      const model = (await core.ask('model.list', {})).find(({ sha256 }) => sha256 === found.sha256) ?? found
      if (values['json']) {
        out(JSON.stringify({ model: model.name, sha256: model.sha256, memory: model.memory, ...calibration }))
        return 0
      }
      for (const line of fitnessLines(calibration.fitness)) note(line)
      note(memoryLine(model.memory))
      out(`${model.name}: ${rateLine(calibration)}. Runs will use that.`)
      return 0
    })
  },
}

function rateLine({ slots, threads, tokensPerSecond }: Omit<Calibration['rates'][number], 'sha256'>): string {
  return `${counted(slots, 'row')} at once, ${counted(threads, 'thread')}, ${tokensPerSecond.toFixed(1)} tokens/s`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

/** The card of what a model can do, a line for each. */
function fitnessLines({ rows, style, ...found }: Fitness): string[] {
  const of = (count: number) => `${count} of ${rows}`
  return [
    `begins as it is asked to: ${of(found.followsStarts)}`,
    `ends by itself: ${of(found.endsByItself)}`,
    `JSON when only asked for it: ${of(found.plainJson)}; when held to a schema: ${of(found.heldJson)}`,
    `copies an example: ${of(found.copiesExamples)}`,
    `thinks aloud before it answers: ${of(found.thinksAloud)}`,
    style === null ? 'hardly fit to write rows: try another model' : `works best with ${styleWords[style]}`,
  ]
}

function memoryLine({ bytes, slots, contextSize }: Model['memory']): string {
  return `takes about ${(bytes / 1e9).toFixed(1)} GB of memory with ${counted(slots, 'row')} at once of ${contextSize} tokens each`
}
