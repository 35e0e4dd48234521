import { AppError } from '#contract/errors'
import { type Command, commonHelp, commonOptions } from '../command.ts'
import { findModel } from '../find-model.ts'
import { withCore } from '../with-core.ts'

export const models: Command = {
  summary: 'list the models, add a .gguf file, forget one',
  help: `Usage: loom models [list | add FILE.gguf | remove NAME]

${commonHelp}

Example: loom models add ~/models/qwen3-4b-q4_0.gguf`,
  options: commonOptions,

  async run(context) {
    const { words, values, out, note } = context
    const [verb = 'list', name] = words
    if (!['list', 'add', 'remove'].includes(verb))
      throw new AppError('bad-input', `models knows list, add, remove, not “${verb}”.`)
    if (verb !== 'list' && name === undefined)
      throw new AppError('bad-input', `Name one, as in: loom models ${verb} FILE.gguf`)
    return withCore(context, verb === 'list' ? 'read-if-needed' : 'write', async (core) => {
      if (verb === 'add') {
        const model = await core.ask('model.add', { fileId: name as string })
        note(`${model.name} ${model.quantization} is known now. SHA-256 ${model.sha256}`)
        if (values['json']) out(JSON.stringify(model))
      } else if (verb === 'remove') {
        const model = await findModel(core, name)
        await core.ask('model.remove', { sha256: model.sha256 })
        note(`${model.name} is forgotten. Its file was left alone.`)
      } else {
        const list = await core.ask('model.list', {})
        if (values['json']) out(JSON.stringify(list))
        else if (list.length === 0) out('No model is installed. Run npm start once to fetch the default one.')
        for (const model of values['json'] ? [] : list) {
          const size = `${(model.sizeBytes / 1e9).toFixed(2)} GB`
          out(
            `${model.name}  ${model.quantization}  ${size}  ${model.licence}  ${model.contextLength} tokens${model.problem ? `  ! ${model.problem}` : ''}`,
          )
        }
      }
      return 0
    })
  },
}
