import { readFileSync, statSync } from 'node:fs'
import { AppError } from '#contract/errors'
import type { Model, SuggestedModel } from '#contract/models'
import { type Command, type CommandContext, commonHelp, commonOptions } from '../command.ts'
import { findModel } from '../find-model.ts'
import { withCore } from '../with-core.ts'

const verbs = ['list', 'suggest', 'add', 'remove', 'template']

export const models: Command = {
  summary: 'list the models, add a .gguf file, forget one, give one a chat template',
  help: `Usage: loom models [list | suggest | add FILE.gguf | remove NAME | template NAME [FORMAT | FILE]]

  suggest             stronger models that can be fetched by hand, and whether they fit this computer
  remove              forgets a model. Its file stays; one in the models folder is hidden until it is added again
  --delete-file       deletes the file too, where the app itself brought it there. This cannot be undone
  template            shows a model's own chat template, or gives it one: chatml, llama3, gemma, mistral, plain,
                      or a Jinja file of yours. It is tried before it is kept
  --clear             takes the given template away again
${commonHelp}

Example: loom models template gemma-3-270m ./my-template.jinja`,
  options: { ...commonOptions, clear: { type: 'boolean' }, 'delete-file': { type: 'boolean' } },

  async run(context) {
    const { words, values, out, note } = context
    const [verb = 'list', name, source] = words
    if (!verbs.includes(verb)) throw new AppError('bad-input', `models knows ${verbs.join(', ')}, not “${verb}”.`)
    const isQuestion = verb === 'list' || verb === 'suggest'
    if (!isQuestion && name === undefined)
      throw new AppError('bad-input', `Name one, as in: loom models ${verb} FILE.gguf`)
    if (verb === 'template') return chatTemplate(context, name as string, source)
    return withCore(context, isQuestion ? 'read-if-needed' : 'write', async (core) => {
      if (verb === 'suggest') {
        const suggested = await core.ask('model.suggestions', {})
        if (values['json']) out(JSON.stringify(suggested))
        else for (const model of suggested) out(describeSuggested(model))
        note('Fetch a .gguf file with your browser, then: loom models add FILE.gguf')
      } else if (verb === 'add') {
        const model = await core.ask('model.add', { fileId: name as string })
        note(`${model.name} ${model.quantization} is known now. SHA-256 ${model.sha256}`)
        if (values['json']) out(JSON.stringify(model))
        else for (const line of describeHeader(model)) out(line)
      } else if (verb === 'remove') {
        const model = await findModel(core, name)
        const deleteFile = values['delete-file'] === true
        await core.ask('model.remove', { sha256: model.sha256, deleteFile })
        note(describeRemoved(model, deleteFile))
        if (values['json']) out(JSON.stringify({ sha256: model.sha256, name: model.name, fileDeleted: deleteFile }))
      } else {
        const list = await core.ask('model.list', {})
        if (values['json']) out(JSON.stringify(list))
        else if (list.length === 0) out('No model is installed. Run npm start once to fetch the default one.')
        for (const model of values['json'] ? [] : list) {
          const size = `${(model.sizeBytes / 1e9).toFixed(2)} GB`
          out(
            `${model.name}  ${model.quantization}  ${size}  ${model.licence}  ${model.contextLength} tokens${model.hasOwnTemplate ? '  own chat template' : ''}${model.problem ? `  ! ${model.problem}` : ''}`,
          )
        }
      }
      return 0
    })
  },
}

/** What its header says, a line each. */
function describeHeader(model: Model): string[] {
  const { architecture, parameterCount, quantization, sizeBytes, contextLength, licence, memory, problem } = model
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(2)} GB`
  const template = model.hasChatTemplate
    ? 'comes with one'
    : 'none: it is a base model, which follows no task without one'
  return [
    `Architecture   ${architecture}, ${(parameterCount / 1e9).toFixed(2)} billion parameters`,
    `Quantisation   ${quantization}, ${gigabytes(sizeBytes)} on disk`,
    `Context        ${contextLength} tokens`,
    `Licence        ${licence || 'not stated in the file'}`,
    `Chat template  ${template}`,
    `Memory         about ${gigabytes(memory.bytes)} with ${memory.slots} rows of ${memory.contextSize} tokens at once`,
    ...(problem === null ? [] : [`Not usable     ${problem}`]),
  ]
}

function describeRemoved({ name, place, path, sizeBytes }: Model, fileDeleted: boolean): string {
  const size = `${(sizeBytes / 1e9).toFixed(2)} GB`
  if (fileDeleted) return `${name} is removed, and its file (${size}) is deleted: ${path}`
  if (place === 'elsewhere') return `${name} is forgotten. Its file was left alone: ${path}`
  return `${name} is hidden: it is not listed any more. Its file (${size}) stays. It comes back with: loom models add ${path}`
}

function describeSuggested({ name, place, file, sizeBytes, licence, needsBytes, fits }: SuggestedModel): string {
  const [size, memory] = [sizeBytes, needsBytes].map((bytes) => `${(bytes / 1e9).toFixed(1)} GB`)
  const fit = fits ? 'fits this computer' : 'needs more memory than this computer has to give'
  return `${name}  ${size}, about ${memory} of memory: ${fit}  ${licence}\n   https://huggingface.co/${place} (${file ?? `its .gguf file of about ${size}`})`
}

/** Shows, gives or takes away the chat template of a model. */
function chatTemplate(context: CommandContext, name: string, source: string | undefined): Promise<number> {
  const { values, out, note } = context
  const clear = values['clear'] === true
  if (clear && source !== undefined) {
    throw new AppError(
      'bad-input',
      'Name a template to give it, or clear the one it has, not both. Nothing was changed.',
    )
  }
  return withCore(context, clear || source !== undefined ? 'write' : 'read-if-needed', async (core) => {
    const { sha256, ...model } = await findModel(core, name)
    if (clear) {
      await core.ask('model.clearTemplate', { sha256 })
      note(
        `${model.name} is back to ${model.hasChatTemplate ? 'the chat template of its file' : 'having no chat template'}.`,
      )
      return 0
    }
    const { own, inFile, formats } = await core.ask('model.showTemplate', { sha256 })
    if (source === undefined) {
      if (values['json']) out(JSON.stringify({ own, inFile }))
      else if (own === null && inFile === null) note(`${model.name} has no chat template: it is a base model.`)
      else out(own?.text ?? (inFile as string))
      return 0
    }
    const text = formats.find(({ key }) => key === source)?.text ?? readTemplate(source)
    const { rendered } = await core.ask('model.tryTemplate', { sha256, text })
    const set = await core.ask('model.setTemplate', { sha256, text })
    note(`${model.name} has this chat template now. A trial chat looks like this:`)
    out(values['json'] ? JSON.stringify(set) : rendered)
    return 0
  })
}

const longestTemplateBytes = 64 * 1024

function readTemplate(file: string): string {
  let bytes: Buffer
  try {
    if (!statSync(file).isFile()) throw new AppError('bad-file', `${file} is not a regular file. Nothing was changed.`)
    bytes = readFileSync(file)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError(
      'not-found',
      `${file} is neither a known format nor a file that can be read. Nothing was changed.`,
    )
  }
  if (bytes.length <= longestTemplateBytes) return bytes.toString('utf8')
  throw new AppError('bad-input', `${file} has more than 64 KB, too much for a chat template. Nothing was changed.`)
}
