import { resolve } from 'node:path'
import { AppError } from '#contract/errors'
import { FileFormat } from '#contract/personas'
import { writeAtomically } from '../../../core/export/write-atomically.ts'
import { checkOutputFile } from '../../../core/output-file.ts'
import { type Command, type CommandContext, commonHelp, commonOptions, exitCodes, textOf } from '../command.ts'
import { findModel } from '../find-model.ts'
import type { NodeCore } from '../open-core.ts'
import { readTexts } from '../read-texts.ts'
import { given } from '../recipe-options.ts'
import { withCore } from '../with-core.ts'

/** Texts of one request: about a second of work, after which Ctrl-C is heard. */
const requestTexts = 64
const noteEveryMs = 5_000
/** Digits that tell every 32-bit float apart. */
const floatDigits = 9

export const embed: Command = {
  summary: 'turn texts into vectors with an embedding model',
  help: `Usage: loom embed --model FILE.gguf --input texts.jsonl --output vectors.jsonl

  --model NAME|PATH   an embedding model: an installed one, or a .gguf file
  --input FILE        JSONL, CSV, or plain text with one text a line
  --field NAME        the file's field with the text, or a pattern such as "{name}, {age}"
  --format FORMAT     jsonl, csv or text (default: by name and content)
  --output FILE       JSONL: {"text": ..., "vector": [...]} for each text, in their order
  --force             write over a file that is there
${commonHelp}

Vectors have length 1: the sum of products of two is their cosine. They are kept in the library, so the same text costs
nothing again. A text may have up to 511 tokens. Ctrl-C keeps what was computed.
Exit codes: 0 written; 1 internal; 2 bad input; 4 model unusable; 130 stopped.

Example: loom embed --model ./all-minilm-l6-v2-q8_0.gguf --input people.jsonl --field persona --output vectors.jsonl`,
  options: {
    ...commonOptions,
    model: { type: 'string' },
    input: { type: 'string' },
    field: { type: 'string' },
    format: { type: 'string' },
    output: { type: 'string' },
    force: { type: 'boolean' },
  },

  async run(context) {
    const { values, note, out } = context
    const wanted = required(context, 'model', 'an embedding model, as in --model ./all-minilm-l6-v2-q8_0.gguf')
    const input = resolve(required(context, 'input', 'a file of texts, as in --input texts.jsonl'))
    const output = resolve(required(context, 'output', 'a file for the vectors, as in --output vectors.jsonl'))
    const force = values['force'] === true
    checkOutputFile(output, force)
    const texts = await readTexts({
      path: input,
      ...given({ field: textOf(context, 'field'), format: readFormat(context) }),
    })

    return withCore(context, 'write', async (core) => {
      const model = await findModel(core, wanted)
      const { vectors, computed } = await embedAll(core, model.sha256, texts, note)
      if (vectors.length < texts.length) {
        note(
          `Stopped at ${vectors.length} of ${texts.length} texts. They are kept: the same command goes on from there.`,
        )
        return exitCodes.paused
      }
      const written = writeAtomically(output, force ? 'replace' : 'refuse', (put) => {
        for (const [at, vector] of vectors.entries()) {
          const numbers = Array.from(vector, (value) => Number(value.toPrecision(floatDigits)))
          put(`${JSON.stringify({ text: texts[at], vector: numbers })}\n`)
        }
      })
      const dimensions = vectors[0]?.length ?? 0
      note(
        `${texts.length} vectors of ${dimensions} numbers written to ${written.path}; ${computed} were computed now.`,
      )
      if (values['json']) out(JSON.stringify({ texts: texts.length, computed, dimensions, path: written.path }))
      return exitCodes.done
    })
  },
}

/** All vectors, or those before Ctrl-C. */
async function embedAll(core: NodeCore, modelSha256: string, texts: string[], note: (text: string) => void) {
  const vectors: Float32Array[] = []
  let computed = 0
  let stopped = false
  let notedAt = Date.now()
  const onInterrupt = () => {
    if (stopped) process.exit(exitCodes.paused)
    stopped = true
  }
  process.on('SIGINT', onInterrupt).on('SIGTERM', onInterrupt)
  try {
    while (vectors.length < texts.length && !stopped) {
      const at = vectors.length
      const part = texts.slice(at, at + requestTexts)
      const reply = await core.ask('text.embed', { modelSha256, texts: part, firstNumber: at + 1 })
      vectors.push(...reply.vectors.map((vector) => Float32Array.from(vector)))
      computed += reply.computed
      if (Date.now() - notedAt < noteEveryMs) continue
      notedAt = Date.now()
      note(`${vectors.length} of ${texts.length} texts`)
    }
  } finally {
    process.off('SIGINT', onInterrupt).off('SIGTERM', onInterrupt)
  }
  return { vectors, computed }
}

function required(context: CommandContext, option: string, example: string): string {
  const value = textOf(context, option)
  if (value) return value
  throw new AppError('bad-input', `Name ${example}.`)
}

function readFormat(context: CommandContext): FileFormat | undefined {
  const format = textOf(context, 'format')
  const parsed = FileFormat.optional().safeParse(format)
  if (parsed.success) return parsed.data
  throw new AppError('bad-input', `--format takes ${FileFormat.options.join(', ')}, not “${format}”.`)
}
