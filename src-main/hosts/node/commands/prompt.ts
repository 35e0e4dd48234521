import { AppError } from '#contract/errors'
import { type Command, commonHelp, commonOptions, textOf } from '../command.ts'
import { findModel } from '../find-model.ts'
import { given, readStyle, readTemplate, readVariables, recipeOptions } from '../recipe-options.ts'
import { withCore } from '../with-core.ts'

export const prompt: Command = {
  summary: 'show the exact text that a model would get, and its tokens',
  help: `Usage: loom prompt --template math --persona "A baker in Lyon"

  --template KEY      math, logic, instruction, knowledge, npc, tool, or one of yours
  --template-file F   a template of its own: FILE.yaml, or FILE.py#name
  --persona TEXT      whom the row is for
  --model NAME|PATH   an installed model, or a .gguf file (default: the default model)
  --style STYLE       zero-shot, few-shot or persona-few-shot (default: the model's own)
  --var NAME=VALUE    a variable of the template, as in --var "world=Tidebell in brief"
  --system TEXT       replaces the template's system text
  --seed SEED         draws the examples, as the seed of generate does (default 0)
  --tokens            also the token ids, on one line behind the text
${commonHelp}

The text goes to stdout as the model reads it, control tokens and the written start included; the rest to stderr.
Exit codes: 0 shown; 1 internal; 2 bad input; 4 model unusable.

Example: loom prompt --template instruction --persona "A night nurse in Oulu" --tokens`,
  options: { ...commonOptions, ...recipeOptions, persona: { type: 'string' }, tokens: { type: 'boolean' } },

  async run(context) {
    const { values, out, note } = context
    const template = readTemplate(context)
    const personaText = textOf(context, 'persona')?.trim()
    if (!personaText) throw new AppError('bad-input', 'Say whom the row is for, as in --persona "A baker in Lyon".')
    const request = {
      ...{ template, personaText, variables: readVariables(context), seed: textOf(context, 'seed') ?? '0' },
      ...given({ style: readStyle(context), system: textOf(context, 'system') }),
    }
    return withCore(context, 'read-if-needed', async (core) => {
      const model = await findModel(core, textOf(context, 'model'))
      const { text, start, tokens, style, examples, modelName } = await core.ask('prompt.show', {
        ...request,
        modelSha256: model.sha256,
      })
      if (values['json']) {
        const shown = { text, start, tokenCount: tokens.length, style, examples, modelName }
        out(JSON.stringify(values['tokens'] ? { ...shown, tokens } : shown))
        return 0
      }
      out(text)
      if (values['tokens']) out(tokens.join(' '))
      const drawn = examples.length > 0 ? `, examples ${examples.map((at) => at + 1).join(', ')}` : ''
      note(`${tokens.length} tokens for ${modelName}, ${style}${drawn}.`)
      return 0
    })
  },
}
