import { parseArgs } from 'node:util'
import { AppError } from '#contract/errors'
import { checkAddressSpace } from './check-address-space.ts'
import { checkNode } from './check-node.ts'
import { type Command, exitCodes } from './command.ts'
import { benchModel } from './commands/bench-model.ts'
import { doctor } from './commands/doctor.ts'
import { embed } from './commands/embed.ts'
import { exportCommand } from './commands/export.ts'
import { generate } from './commands/generate.ts'
import { importCommand } from './commands/import.ts'
import { judge } from './commands/judge.ts'
import { models } from './commands/models.ts'
import { personas } from './commands/personas.ts'
import { prompt } from './commands/prompt.ts'
import { resume } from './commands/resume.ts'
import { retry } from './commands/retry.ts'
import { rows } from './commands/rows.ts'
import { runs } from './commands/runs.ts'
import { serve } from './commands/serve.ts'
import { templates } from './commands/templates.ts'
import { layoutFrom } from './layout.ts'

const commands: Record<string, Command> = {
  generate,
  resume,
  retry,
  runs,
  rows,
  judge,
  import: importCommand,
  export: exportCommand,
  personas,
  templates,
  'bench-model': benchModel,
  prompt,
  embed,
  models,
  serve,
  doctor,
}

const overview = `Usage: loom COMMAND [options]

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`)
  .join('\n')}

loom COMMAND --help tells more. From the source folder: npm run --silent loom -- COMMAND`

const note = (text: string) => void process.stderr.write(`${text}\n`)
const out = (text: string) => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)

async function main(args: string[]): Promise<number> {
  checkNode()
  checkAddressSpace()
  const [name = '--help', ...rest] = args
  if (name === '--help' || name === '-h' || name === 'help') {
    out(overview)
    return exitCodes.done
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new AppError('bad-input', `There is no command “${name}”. loom --help lists them.`)
  const { values, positionals } = read(name, command, rest)
  if (values['help']) {
    out(command.help)
    return exitCodes.done
  }
  return command.run({ name, layout: layoutFrom(import.meta.filename), words: positionals, values, out, note })
}

function read(name: string, { options }: Command, args: string[]) {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true })
    return { values: values as Record<string, string | boolean | string[] | undefined>, positionals }
  } catch (error) {
    throw new AppError(
      'bad-input',
      `${(error as Error).message.split('. ')[0]}. loom ${name} --help lists the options.`,
    )
  }
}

const codesOf: Partial<Record<AppError['code'], number>> = {
  internal: exitCodes.internal,
  'model-missing': exitCodes.modelUnusable,
  'model-unusable': exitCodes.modelUnusable,
  'engine-crashed': exitCodes.modelUnusable,
  'engine-stuck': exitCodes.modelUnusable,
}

/** Which switch does what a message asks for. */
const switchesFor: Partial<Record<AppError['code'], string>> = {
  'output-exists': '(--force replaces it.)',
  'library-locked': '(--library DIR takes another one.)',
}

// A reader that goes away (| head) is no failure of ours.
process.stdout.on('error', () => process.exit(exitCodes.done))

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    const foreseen = error instanceof AppError
    note(
      foreseen
        ? [error.message, switchesFor[error.code] ?? ''].join(' ').trim()
        : `The app met an error of its own: ${error instanceof Error ? error.message : String(error)}`,
    )
    process.exit(foreseen ? (codesOf[error.code] ?? exitCodes.badInput) : exitCodes.internal)
  },
)
