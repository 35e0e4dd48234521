import type { ParseArgsConfig } from 'node:util'
import { dataFolder } from './data-folder.ts'
import type { Layout } from './layout.ts'

/** Documented exit codes of the command line. */
export const exitCodes = { done: 0, internal: 1, badInput: 2, someFailed: 3, modelUnusable: 4, paused: 130 } as const

export type CommandContext = {
  /** The command's own name. */
  name: string
  layout: Layout
  /** Words behind the command. */
  words: string[]
  values: Record<string, string | boolean | string[] | undefined>
  out: (text: string) => void
  note: (text: string) => void
}

/** One command of the command line. `run` gives its exit code; what it throws is told by the entry. */
export type Command = {
  summary: string
  /** Shown by --help, with an example. */
  help: string
  options: NonNullable<ParseArgsConfig['options']>
  run: (context: CommandContext) => Promise<number>
}

/** Options of every command. */
export const commonOptions = {
  library: { type: 'string' },
  'models-dir': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

export const commonHelp = `  --library DIR       folder of the database and its files (usually LOOM_LIBRARY or, where that is not set,
                      ${dataFolder()})
  --models-dir DIR    folder of the model files (LOOM_MODELS)
  --json              one JSON object as the last line
  --help              this text`

/** Options of the commands that write rows. */
export const paceOptions = { 'half-speed': { type: 'boolean' } } as const

export const paceHelp = `  --half-speed        rest half of the time, so that other programs have the processor; rows take about twice as
                      long and stay the same. For this command alone: the setting in the app is not changed`

/** The value of a text option. */
export function textOf({ values }: CommandContext, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}
