import { writeFileSync } from 'node:fs'
import { AppError } from '#contract/errors'
import { PromptStyle } from '#contract/recipe'
import { ExampleShape } from '#contract/template-drafts'
import { type Command, type CommandContext, commonHelp, commonOptions, textOf } from '../command.ts'
import { draftTemplate } from '../draft-template.ts'
import type { NodeCore } from '../open-core.ts'
import { withCore } from '../with-core.ts'

export const templates: Command = {
  summary: 'list, show, preview, draft, import and export templates',
  help: `Usage: loom templates [list | show KEY | preview KEY | export KEY | import FILE | remove KEY]
       loom templates draft --from FILE --name NAME

  --output FILE       where export writes the template (default: stdout)
  --force             write over a file that is there
  --persona TEXT      the persona of the preview
  --style STYLE       ${PromptStyle.options.join(', ')}
  --from FILE         3 to 10 examples of your own, from which draft makes a template: one a paragraph or a line,
                      JSON lines, or a CSV with a header; a line of three dashes parts those with blank lines inside
  --name NAME         what draft calls the template, as in "Customer reviews"
  --as SHAPE          how FILE holds the examples: ${ExampleShape.options.join(', ')} (default: as it looks)
  FILE                a .yaml template, or FILE.py or FILE.py#name: its strings that hold {persona}
${commonHelp}

Example: loom templates preview math --persona "A baker in Lyon"`,
  options: {
    ...commonOptions,
    output: { type: 'string' },
    force: { type: 'boolean' },
    persona: { type: 'string' },
    style: { type: 'string' },
    from: { type: 'string' },
    name: { type: 'string' },
    as: { type: 'string' },
  },

  async run(context) {
    const [verb = 'list', name] = context.words
    const action = Object.hasOwn(actions, verb) ? actions[verb] : undefined
    if (!action) throw new AppError('bad-input', `templates knows ${Object.keys(actions).join(', ')}, not “${verb}”.`)
    if (verb !== 'list' && verb !== 'draft' && name === undefined)
      throw new AppError('bad-input', `Name one, as in: loom templates ${verb} math`)
    const changes = ['import', 'remove', 'draft'].includes(verb)
    await withCore(context, changes ? 'write' : 'read-if-needed', (core) => action(core, context, name ?? ''))
    return 0
  },
}

const actions: Record<string, (core: NodeCore, context: CommandContext, name: string) => Promise<void>> = {
  async list(core, { values, out }) {
    const list = await core.ask('template.list', {})
    if (values['json']) return out(JSON.stringify(list))
    for (const { key, builtIn, summary } of list)
      out(`${key.padEnd(24)} ${builtIn ? 'built-in' : 'yours   '}  ${summary}`)
  },

  async show(core, { values, out }, key) {
    if (values['json']) return out(JSON.stringify((await core.ask('template.show', { key })).recipe))
    out((await core.ask('template.file', { key })).text)
  },

  async preview(core, context, key) {
    const style = textOf(context, 'style') as PromptStyle | undefined
    const personaText = textOf(context, 'persona') ?? 'A baker in a small mountain town'
    const model = (await core.ask('model.list', {})).find(({ isDefault }) => isDefault)
    const preview = await core.ask('template.preview', {
      ...{ key, personaText },
      ...(style ? { style } : {}),
      ...(model ? { modelSha256: model.sha256 } : {}),
    })
    if (context.values['json']) return context.out(JSON.stringify(preview))
    for (const { role, content } of preview.messages) context.out(`[${role}]\n${content}\n`)
    context.out(`[assistant]\n${preview.start}`)
  },

  async export(core, context, key) {
    const { fileName, text } = await core.ask('template.file', { key })
    const output = textOf(context, 'output')
    if (output === undefined) return context.out(text)
    try {
      writeFileSync(output, text, { flag: context.values['force'] ? 'w' : 'wx' })
    } catch (error) {
      if ((error as { code?: string }).code === 'EEXIST')
        throw new AppError(
          'output-exists',
          `${output} exists already and was not changed. Choose another name, or use --force.`,
        )
      throw new AppError(
        'not-writable',
        `${output} cannot be written (${(error as Error).message}). Nothing was changed.`,
      )
    }
    context.note(`${fileName} written to ${output}`)
  },

  async import(core, { out, note, values }, file) {
    const [, fileId, only] = /^(.*?)(?:#([A-Za-z_]\w*))?$/.exec(file) as unknown as [string, string, string | undefined]
    const list = await core.ask('template.import', { fileId, ...(only ? { only } : {}) })
    const added = list.filter(({ isNew }) => isNew)
    if (added.length > 0) note(`${added.length} imported: ${added.map(({ key }) => key).join(', ')}`)
    for (const { key, isNew, beside } of list) {
      if (!isNew) note(`${key} is here already, just as in the file. Nothing was changed.`)
      else if (beside !== null) note(`${key} stands beside “${beside}”, which had its key and stays as it is.`)
    }
    if (values['json']) out(JSON.stringify(list))
  },

  draft: draftTemplate,

  async remove(core, { note }, key) {
    await core.ask('template.remove', { key })
    note(`${key} removed`)
  },
}
