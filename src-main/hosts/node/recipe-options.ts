import { AppError } from '#contract/errors'
import { PromptStyle } from '#contract/recipe'
import type { RunRequest } from '#contract/runs'
import { type CommandContext, textOf } from './command.ts'

/** Options of every command that puts a template to a model. */
export const recipeOptions = {
  template: { type: 'string' },
  'template-file': { type: 'string' },
  model: { type: 'string' },
  style: { type: 'string' },
  var: { type: 'string', multiple: true },
  system: { type: 'string' },
  seed: { type: 'string' },
} as const

export function readTemplate(context: CommandContext): RunRequest['template'] {
  const key = textOf(context, 'template')
  const file = textOf(context, 'template-file')
  if (key !== undefined && file !== undefined)
    throw new AppError('bad-input', 'Name a template or a template file, not both.')
  if (key !== undefined) return { key }
  if (file === undefined)
    throw new AppError('bad-input', 'Name a template with --template, or a file with --template-file.')
  const [, path, only] = /^(.*?)(?:#([A-Za-z_]\w*))?$/.exec(file) as unknown as [string, string, string | undefined]
  return { fileId: path, ...(only ? { only } : {}) }
}

export function readStyle(context: CommandContext): PromptStyle | undefined {
  const style = textOf(context, 'style')
  if (style !== undefined && !PromptStyle.safeParse(style).success) {
    throw new AppError('bad-input', `--style takes ${PromptStyle.options.join(', ')}, not “${style}”.`)
  }
  return style as PromptStyle | undefined
}

export function readVariables({ values }: CommandContext): Record<string, string> {
  const list = Array.isArray(values['var']) ? values['var'] : []
  return Object.fromEntries(
    list.map((entry) => {
      const at = entry.indexOf('=')
      if (at < 1) throw new AppError('bad-input', `--var takes NAME=VALUE, not “${entry}”.`)
      return [entry.slice(0, at), entry.slice(at + 1)]
    }),
  )
}

/** What was given, without what was not. */
export function given<T extends Record<string, unknown>>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never
}
