import { format } from './format.ts'

const rows = (count: number) => format.count(count, 'row', 'rows')

export const exporting = {
  title: (name: string) => `Export ${name}`,
  count: (taken: number, whole: number) => `${format.number(taken)} of ${rows(whole)}`,
  which: 'Good rows without the discarded ones, and those that you kept.',
  format: 'File',
  formats: { jsonl: 'JSONL', csv: 'CSV' },
  formatHint: {
    jsonl: 'One row a line. What most training tools read.',
    csv: 'A table, for spreadsheets.',
  },
  shape: 'What stands in it',
  shapes: { seed: 'Four fields', release: 'Three fields' },
  shapeHint: {
    seed: 'prompt, input persona, finish_reason, synthesized text',
    release: 'input persona, synthesized text, description',
  },
  guard: 'Keep spreadsheets from running texts as formulas',
  guardHint: 'Puts a quote mark before cells that begin like a formula. It changes those cells.',
  preview: 'The first row in the file',
  previewFolded: 'one line there, laid out and shortened here',
  nothing: 'No row is good yet',
  nothingText: 'Only good rows, and those that you kept, go into the file.',
  do: (count: number) => `Export ${rows(count)}`,
  doNothing: 'Export',
  progress: (done: number) => `${rows(done)} written`,
  starting: 'Writing the file',
  doneTitle: (count: number) => `${rows(count)} exported`,
  leftOut: (count: number) => `${rows(count)} ${format.plural(count, 'was', 'were')} left out.`,
  guarded: (count: number) => `${format.count(count, 'cell', 'cells')} got a quote mark in front.`,
  file: 'File',
  size: 'Size',
  folder: 'Also kept at',
  checksum: 'Checksum',
  download: 'Download again',
  other: 'Export another way',
  done: 'Done',
}
