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
  exported: (day: string, isCurrent: boolean) => `Exported ${day}${isCurrent ? '' : ', changed since'}`,
  rename: {
    title: 'Rename',
    open: (name: string) => `Rename ${name}`,
    label: 'Name of this dataset',
    missing: 'Give it a name.',
    do: 'Rename',
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
