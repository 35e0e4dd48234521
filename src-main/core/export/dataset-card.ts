import type { ExportFormat, ExportRequest } from '#contract/exports'
import { describeChoice } from './describe-choice.ts'
import type { RunAbout, RunToExport } from './read-export-rows.ts'
import { trainingSnippets } from './training-snippets.ts'

type Card = {
  run: RunToExport
  about: RunAbout
  request: ExportRequest
  files: readonly { name: string; rows: number }[]
  /** Rows of the files that a person changed or judged. */
  byPerson: { edited: number; kept: number; discarded: number }
  /** Personas whose text somebody had changed. */
  editedPersonas: number
}

const formatNames: Record<ExportFormat, string> = { jsonl: 'JSONL', csv: 'CSV', parquet: 'Parquet' }

/** Bounds of the hub's size categories. */
const sizes = [
  [1_000, 'n<1K'],
  [10_000, '1K<n<10K'],
  [100_000, '10K<n<100K'],
  [1_000_000, '100K<n<1M'],
] as const

/** README.md of a dataset, with the head that dataset hubs read. It says in both that the data is synthetic. */
export function datasetCard({ run, about, request, files, byPerson, editedPersonas }: Card): string {
  const data = files.filter(({ rows, name }) => rows > 0 || name.startsWith('train.'))
  const rows = data.reduce((sum, file) => sum + file.rows, 0)
  const [, size] = sizes.find(([below]) => rows < below) ?? [0, 'n>1M']
  const { model, template, recipe } = about
  const head = [
    '---',
    `pretty_name: ${JSON.stringify(run.name)}`,
    ...(template ? [`language: [${template.language}]`] : []),
    `size_categories: [${size}]`,
    'tags: [synthetic, persona-driven, persona-loom]',
    'synthetic: true',
    'configs:',
    '  - config_name: default',
    '    data_files:',
    ...data.map(({ name }) => `      - { split: ${name.split('.')[0]}, path: ${name} }`),
    '---',
  ]
  return `${[
    ...head,
    '',
    `# ${run.name}`,
    '',
    'All texts of this dataset are **synthetic**: a language model wrote them, and nobody vouches for what they say. Read',
    'samples before you train on them. Personas are invented or come from the sources below; they are not people.',
    ...(byPerson.edited > 0
      ? [`A person changed the text of ${byPerson.edited} of the ${rows} rows by hand after the model had written it.`]
      : []),
    '',
    '## Rows',
    '',
    ...table(
      ['File', 'Rows'],
      data.map(({ name, rows: count }) => [name, String(count)]),
    ),
    '',
    `${rows} of ${run.total} planned rows are in it: ${describeChoice(request)}.`,
    `Shape: \`${request.shape}\`. Format: ${formatNames[request.format]}.`,
    `Edited by hand: ${byPerson.edited}. Judged by a person: ${byPerson.kept} kept, ${byPerson.discarded} discarded.`,
    '',
    'How all planned rows ended:',
    '',
    ...table(
      ['State', 'Rows'],
      about.states.map(({ state, count }) => [state, String(count)]),
    ),
    '',
    '## Where it comes from',
    '',
    ...table(
      ['What', 'Name', 'Licence'],
      [
        ...(model
          ? [['Model', `${model.name} (${model.fileName}, ${model.quantization})`, model.licence || 'not stated']]
          : []),
        ...(template ? [['Template', template.name, template.licence || 'not stated']] : []),
        ...about.sources.map(({ name, licence, count }) => ['Personas', `${name} (${count})`, licence || 'not stated']),
      ],
    ),
    '',
    'These licences may bind what you do with the rows, commercial use among it.',
    ...(editedPersonas > 0 ? [`${editedPersonas} of the personas were edited by hand; see personas.jsonl.`] : []),
    ...(model
      ? ['', `Model file: SHA-256 \`${model.sha256}\`. Engine: ${about.engines.join('; ') || 'not stated'}.`]
      : []),
    '',
    ...(model && template ? madeAgain(about) : []),
    ...trainingSnippets(request, data[0]?.name ?? ''),
    '## Settings',
    '',
    '```json',
    JSON.stringify(recipe.settings, null, 2),
    '```',
  ].join('\n')}\n`
}

function madeAgain({ recipe, retried }: RunAbout): string[] {
  return [
    '## Made again',
    '',
    'With the same model file, build and kind of processor this gives the same rows' +
      (retried > 0
        ? `, but for ${retried} of the planned ones: these got another try after the run had ended, and here they do not.`
        : ':'),
    '',
    '```',
    recipe.command,
    '```',
    '',
  ]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replace(/\s+/g, ' ')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)]
}
