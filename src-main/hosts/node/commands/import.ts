import { AppError } from '#contract/errors'
import type { FileFormat } from '#contract/personas'
import { type Command, commonHelp, commonOptions, textOf } from '../command.ts'
import { importFile } from '../import-file.ts'
import { withCore } from '../with-core.ts'

export const importCommand: Command = {
  summary: 'bring personas, or a whole dataset, into the library',
  help: `Usage: loom import FILE [--field persona]

  --field NAME        the field with the persona, or a pattern such as "{name}, {age}"
  --format FORMAT     jsonl, csv or text (default: by name and content)
  --rows              also bring in the texts, as a dataset (exports of this app, Persona Hub's files)
  --name NAME         what the file is called in the library
  --licence TEXT      the licence of its personas
${commonHelp}

Example: loom import people.csv --field "{name}, {job} in {city}"`,
  options: {
    ...commonOptions,
    field: { type: 'string' },
    format: { type: 'string' },
    rows: { type: 'boolean' },
    name: { type: 'string' },
    licence: { type: 'string' },
  },

  async run(context) {
    const fileId = context.words[0]
    if (fileId === undefined) throw new AppError('bad-input', 'Name a file, as in: loom import people.jsonl')
    return withCore(context, 'write', async (core) => {
      const options = Object.fromEntries(
        ['field', 'name', 'licence'].flatMap((name) => {
          const value = textOf(context, name)
          return value === undefined ? [] : [[name, value]]
        }),
      )
      const format = textOf(context, 'format')
      const mapping = { fileId, ...options, ...(format ? { format: format as FileFormat } : {}) }
      const result = await importFile(core, mapping, context.values['rows'] === true, context.note)
      const { lines, added, known, skipped, runId } = result
      context.note(
        `Lines read: ${lines}. Personas added: ${added}, known already: ${known}, lines skipped: ${skipped}.`,
      )
      if (runId !== null) context.note(`The texts are run ${runId}.`)
      if (context.values['json']) context.out(JSON.stringify(result))
      return 0
    })
  },
}
