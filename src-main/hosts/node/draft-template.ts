import { AppError } from '#contract/errors'
import { type DraftNote, ExampleShape } from '#contract/template-drafts'
import { type CommandContext, textOf } from './command.ts'
import type { NodeCore } from './open-core.ts'
import { given } from './recipe-options.ts'

/** Drafts a template from a file of examples and stores it; what was left out and what was read off is told. */
export async function draftTemplate(core: NodeCore, context: CommandContext): Promise<void> {
  const { values, out, note } = context
  const fileId = textOf(context, 'from')
  const name = textOf(context, 'name')?.trim()
  const shape = textOf(context, 'as')
  if (fileId === undefined) throw new AppError('bad-input', 'Name a file with 3 to 10 examples behind --from.')
  if (!name) throw new AppError('bad-input', 'Say what the template is called, as in --name "Customer reviews".')
  if (name.length > 100)
    throw new AppError('bad-input', 'A template’s name has 100 characters at most. Shorten --name.')
  if (shape !== undefined && !ExampleShape.safeParse(shape).success) {
    throw new AppError('bad-input', `--as takes ${ExampleShape.options.join(', ')}, not “${shape}”.`)
  }
  const asked = { from: { fileId }, name, ...given({ shape: shape as ExampleShape | undefined }) }
  const { examples, problem, draft } = await core.ask('template.draft', asked)
  for (const [at, example] of examples.entries()) {
    if (example.problem) note(`Example ${at + 1}, line ${example.line}, is left out: ${example.problem}`)
  }
  if (!draft) throw new AppError('bad-input', `${fileId}: ${problem} Nothing was stored.`)
  const template = await core.ask('template.save', { recipe: draft.recipe })
  for (const each of draft.notes) note(noteText(each))
  note(`${template.key} drafted from ${template.examples} examples. Look at it: loom templates show ${template.key}`)
  if (values['json']) out(JSON.stringify({ template, notes: draft.notes }))
}

/** One thing that was read off the examples, as a line. */
function noteText(note: DraftNote): string {
  switch (note.key) {
    case 'kind':
      return `kind: ${note.label || note.kind}`
    case 'start':
      return `every row begins with: ${note.text}`
    case 'min-words':
      return `words at least: ${note.count}`
    case 'labels':
      return `lines that each row must have: ${note.labels.join(', ')}`
    case 'phrases':
      return `words that each row must have: ${note.phrases.join(' … ')}`
    case 'names':
      return `names that no row may take over: ${note.names.join(', ')}`
    case 'language':
      return `language: ${note.code ?? 'not evident'}`
    case 'fields':
      return `named fields: ${note.fields.join(', ')}`
    case 'fields-optional':
      return `also written, though not in every example: ${note.fields.join(', ')}`
    case 'fields-left-out':
      return `fields left out, as few examples have them: ${note.fields.join(', ')}`
    case 'choices':
      return `${note.field} is one of: ${note.values.join(', ')}`
    case 'personas':
      return `examples without a persona of their own: ${note.missing} of ${note.whole}`
    case 'max-tokens':
      return `longest answer: ${note.count} tokens`
  }
}
