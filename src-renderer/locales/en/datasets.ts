import { format } from './format.ts'

export const datasets = {
  title: 'Datasets',
  crumb: 'Datasets',
  newDataset: 'New dataset',
  tabs: { run: 'Run', rows: 'Rows' },
  columns: {
    name: 'Name',
    template: 'Template',
    ready: 'Ready rows',
    bar: 'By state',
    state: 'State',
    made: 'Begun',
  },
  /** Rows that passed the checks and were discarded, others that were kept, and those whose text a person changed. */
  handled: (discarded: number, kept: number, edited: number) =>
    [
      ...(discarded > 0 ? [`${format.number(discarded)} discarded`] : []),
      ...(kept > 0 ? [`${format.count(kept, 'other', 'others')} kept`] : []),
      ...(edited > 0 ? [`${format.number(edited)} edited`] : []),
    ].join(', '),
  /** Of several files the newest may well be current: it is another one then that rows changed since. */
  exported: (day: string, isCurrent: boolean, count: number) =>
    `Exported ${day}${isCurrent ? '' : count === 1 ? ', changed since' : ', a file is out of date'}`,
  rename: {
    title: 'Rename',
    open: (name: string) => `Rename ${name}`,
    label: 'Name of this dataset',
    missing: 'Give it a name.',
    do: 'Rename',
  },
  bin: {
    title: 'Bin',
    link: (count: number) => `Bin (${format.number(count)})`,
    put: 'Put this dataset in the bin',
    putNamed: (name: string) => `Put ${name} in the bin`,
    putOff: 'It is being written. Pause or stop it, then it can go in the bin.',
    isIn: (name: string) => `“${name}” is in the bin`,
    isInText: (rows: number, since: string) =>
      `It has been there since ${since}, with its ${format.count(rows, 'row', 'rows')}. Nothing of it is lost. Put it back to read, judge or export it.`,
    undo: 'Undo',
    about: 'Nothing here is lost, and lists, counts and searches leave it out. It stays until you delete it for good.',
    rows: 'Rows',
    since: 'In the bin since',
    restore: 'Put back',
    isBack: (name: string) => `“${name}” is back`,
    open: 'Open',
    restoreNamed: (name: string) => `Put back ${name}`,
    erase: 'Delete for good…',
    eraseNamed: (name: string) => `Delete for good… ${name}`,
    eraseTitle: (name: string) => `Delete “${name}” for good?`,
    eraseGoes: (rows: number) =>
      `Its ${format.count(rows, 'row goes', 'rows go')}, with every try, verdict and note. This cannot be undone.`,
    eraseStays: 'Personas, templates and exported files stay.',
    eraseDo: (rows: number) => `Delete ${format.count(rows, 'row', 'rows')}`,
    erased: (name: string) => `“${name}” is deleted for good`,
    emptyTitle: 'The bin is empty',
    emptyText: 'A dataset that you put in the bin stands here until you put it back or delete it for good.',
    emptyDo: 'Show all datasets',
  },
  more: 'Show earlier ones',
  search: 'Search datasets',
  searchPlaceholder: 'Words in their names',
  noneFound: 'No dataset is called that. Take a word away, or choose another template.',
  template: 'Template',
  templateAny: 'Any template',
  templateOf: (name: string, count: number) => `${name} (${format.number(count)})`,
  shown: (shown: number, whole: number) =>
    shown === whole
      ? format.count(whole, 'dataset', 'datasets')
      : `${format.number(shown)} of ${format.count(whole, 'dataset', 'datasets')}`,
  emptyTitle: 'Your datasets will stand here',
  emptyText: 'A dataset is made from personas, one template and one model.',
  emptyDo: 'Make a dataset',
  emptyOther: 'Look at the templates first',
}
