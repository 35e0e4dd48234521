import { lengthBounds } from '#contract/persona-facets'
import { format } from './format.ts'

const persons = (count: number) => format.count(count, 'persona', 'personas')

function standing(source: string, isEdited: boolean): string {
  const parts = [source && `under “${source}”`, isEdited && 'edited since'].filter(Boolean)
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}

export const personas = {
  title: 'Personas',
  tabs: { all: 'All', selections: 'Selections' },
  views: 'Views of the personas',
  import: 'Import',
  add: 'New persona',
  search: 'Search personas',
  searchPlaceholder: 'Search in every word',
  clear: 'Clear the search',
  found: (count: number, whole: number) => `${format.number(count)} of ${format.number(whole)}`,
  narrow: 'Narrow down',
  from: 'Where from',
  everywhere: 'Everywhere',
  selection: 'Selection',
  noSelection: 'Any',
  language: 'Language',
  noLanguage: 'Not evident',
  moreLanguages: (count: number) => format.count(count, 'more language', 'more languages'),
  length: 'Length',
  lengths: {
    short: `up to ${lengthBounds.short} words`,
    middle: `${lengthBounds.short + 1} to ${lengthBounds.middle} words`,
    long: `over ${lengthBounds.middle} words`,
  },
  usage: 'Use',
  usedOrNot: 'Used or not',
  uses: { yes: 'Used in a dataset', no: 'Not used yet' },
  archive: 'Archive',
  inLibrary: 'In the library',
  archivedOnes: 'Archived',
  partial: 'Language, length and use of older personas are still being worked out: these counts grow.',
  filters: 'Filters',
  chips: {
    words: (query: string) => `Words: ${query}`,
    from: (name: string) => `From ${name}`,
    selection: (name: string) => `Selection ${name}`,
    language: (name: string) => `Language: ${name}`,
    length: (bounds: string) => `Length: ${bounds}`,
    archived: 'Archived',
    drop: (chip: string) => `Remove the filter: ${chip}`,
  },
  list: 'Personas found',
  whole: 'The whole persona',
  counting: 'Counting',
  range: (first: number, last: number, count: number) =>
    count === 0 ? '0 personas' : `${format.number(first)} to ${format.number(last)} of ${persons(count)}`,
  keys: {
    move: 'move',
    choose: 'choose',
    edit: 'edit',
    archive: 'archive',
    restore: 'restore',
    search: 'search',
    all: 'all keys',
  },
  sheet: {
    title: 'Keys of this list',
    keys: {
      '↓': 'next persona; J too',
      '↑': 'previous persona; K too',
      Enter: 'edit it; E too',
      Space: 'choose it, to do the same to several',
      Shift: 'with Space or a click: choose all from the last one on',
      'Ctrl A': 'choose all personas that were found',
      Del: 'archive it, or all that are chosen; bring them back in the archive',
      U: 'undo the last step; Ctrl Z too',
      Esc: 'choose none',
      '/': 'search in every word',
      '?': 'this list',
    },
  },
  choose: (text: string) => `Choose: ${text}`,
  marks: { used: 'used', edited: 'Edited. Original kept.', archived: 'archived' },
  edit: (text: string) => `Edit: ${text}`,
  archiveOne: (text: string) => `Archive: ${text}`,
  restoreOne: (text: string) => `Restore: ${text}`,
  chosen: {
    label: 'Chosen personas',
    count: (count: number, total: number) => `${format.number(count)} of ${persons(total)} chosen`,
    marking: (done: number, planned: number) => `${format.number(done)} of ${persons(planned)} done`,
    all: (total: number) => `Choose all ${format.number(total)}`,
    archive: (count: number) => `Archive ${format.number(count)}`,
    restore: (count: number) => `Restore ${format.number(count)}`,
    clear: 'Choose none',
    save: (count: number) => `Save ${format.number(count)} as selection`,
    use: (count: number) => `Use ${format.number(count)} in a dataset`,
    /** `copy` counts the selections that are called the same. */
    name: (count: number, filters: readonly string[], copy: number) =>
      `${format.number(count)} chosen${copy > 1 ? `, no. ${copy}` : ''}${filters.length > 0 ? ` (${filters.join('; ')})` : ''}`,
  },
  done: {
    archived: (count: number) => `${persons(count)} archived.`,
    restored: (count: number) => `${persons(count)} restored.`,
    edited: 'Saved. The original is kept.',
    reverted: 'It stands as it came.',
    undone: 'Undone.',
    undo: 'Undo',
  },
  editing: {
    title: 'Edit persona',
    label: 'Who is it?',
    hint: 'Rows that were made from it keep the text that they were made with.',
    cameBack: 'As you left it, not saved yet.',
    takeBack: 'Take back',
    empty: 'Write who it is.',
    tooLong: (length: number, most: number) =>
      `${format.number(length)} characters. Shorten it to ${format.number(most)} at most.`,
    from: 'Where from',
    licence: 'Licence',
    noLicence: 'not stated',
    original: (when: string) => `As it came; edited ${when}`,
    restore: 'Back to the original',
    save: 'Save',
  },
  use: 'Use in a dataset',
  save: 'Save as selection',
  nothingTitle: 'No persona fits',
  nothingText: (whole: number, filters: readonly string[]) =>
    `Filters: ${filters.join('; ')}. ${persons(whole)} ${format.plural(whole, 'is', 'are')} here without them.`,
  noneArchivedTitle: 'Nothing is archived',
  noneArchivedText: 'Personas that you archive stand here, and can be restored at any time.',
  allArchivedTitle: 'All personas are archived',
  allArchivedText: (count: number) =>
    `${persons(count)} ${format.plural(count, 'stands', 'stand')} in the archive, and can be restored at any time.`,
  showAll: 'Show all',
  showArchive: 'Show the archive',
  emptyTitle: 'Personas will stand here',
  emptyText: 'A persona is a person in one or two sentences. Import a list, or write the first one yourself.',
  adding: {
    title: 'New persona',
    label: 'Who is it?',
    hint: 'One or two sentences: what this person does, where, and what sets them apart.',
    placeholder: 'A retired lighthouse keeper in Cornwall who teaches radio to sea scouts',
    do: 'Add',
    doMore: 'Add and write another',
    empty: 'Write who it is first.',
    added: 'Added.',
    known: {
      library: (source: string, isEdited: boolean) =>
        `It is in the library already${standing(source, isEdited)}. Nothing was added.`,
      archive: (source: string, isEdited: boolean) =>
        `It was in the archive${standing(source, isEdited)}, and is back in the library.`,
    },
  },
  selections: {
    emptyTitle: 'Saved selections will stand here',
    emptyText:
      'Search or filter the personas, then press “Save as selection”. A selection keeps exactly those personas.',
    emptyDo: 'Look at all personas',
    columns: { name: 'Name', count: 'Personas', made: 'Saved' },
    show: (name: string) => `Show ${name}`,
    use: 'Use in a dataset',
    remove: (name: string) => `Remove ${name}`,
    removeTitle: (name: string) => `Remove the selection ${name}?`,
    removeText: 'The personas themselves stay in the library.',
    saving: {
      title: (count: number) => `Save ${persons(count)} as a selection`,
      name: 'Name',
      namePlaceholder: 'Trades and crafts',
      nameMissing: 'Give it a name.',
      which: 'Which ones',
      all: (count: number) => `All ${format.number(count)}`,
      some: 'Only some',
      howMany: 'How many',
      order: 'Which come first',
      inOrder: 'In file order',
      shuffled: 'Shuffled',
      seed: 'Shuffle number',
      seedHint: 'The same number gives the same personas again.',
      do: (count: number) => `Save ${persons(count)}`,
      saved: (name: string, count: number) => `${name} holds ${persons(count)}.`,
    },
  },
}

export const personaImport = {
  title: 'Import personas',
  choose: 'Choose a file',
  chooseLead: 'A list of personas: one on each line, or a table with a column for them.',
  formats: 'JSONL, CSV or plain text, as UTF-8. Drop it here, or choose it.',
  stop: 'Stop',
  reading: (name: string) => `Reading ${name}`,
  uploading: (name: string, share: string) => `${name}: ${share} has arrived`,
  another: 'Choose another file',
  field: 'Which column holds the persona?',
  fieldChoose: 'Choose a column',
  fieldGuess: 'A guess: it has the longest texts. Look at the lines below.',
  fieldAlone: 'Only this one comes in. Join several to take more along.',
  fieldHint: 'Column names in braces, and any text between them.',
  pattern: 'Join several columns',
  patternLabel: 'How they are joined',
  patternUnknown: (fields: string[]) =>
    `Name at least one column in braces. There are: ${fields.slice(0, 12).join(', ')}.`,
  previewEmpty: 'Choose a column that holds text to see the first lines.',
  name: 'Name of this list',
  nameHint: 'It stands under “Where from”.',
  licence: 'Licence',
  licenceHint: 'Such as CC0-1.0. Empty if you don’t know it.',
  preview: 'How the first lines come in',
  previewSkipped: (skipped: number, looked: number, isWhole: boolean) =>
    `${format.number(skipped)} of ${isWhole ? '' : 'the first '}${format.count(looked, 'line', 'lines')} will be skipped`,
  previewKnown: (known: number) => `${format.number(known)} ${format.plural(known, 'is', 'are')} known already`,
  knownFrom: { library: 'in the library', file: 'twice in the file' },
  previewFurther: 'Skipped further down',
  leftOut: 'skipped',
  line: 'Line',
  persona: 'Persona',
  asRows: 'Also make a dataset of the texts in it',
  asRowsHint: 'Each line also holds a text that was made for its persona.',
  do: (looked: number, skipped: number, isWhole: boolean) => {
    if (looked === 0) return 'Import'
    if (isWhole) return `Import ${format.count(looked - skipped, 'line', 'lines')}`
    return skipped > 0 ? 'Import the other lines' : 'Import all lines'
  },
  progress: (lines: number, added: number) => `${format.count(lines, 'line', 'lines')} read, ${persons(added)} added`,
  goesOn: 'You can close this and go on with other things. Its end is told on every page.',
  oneAtATime: (running: string, dropped: string) =>
    `${running} is still being imported, so ${dropped} was not taken in. Drop it again afterwards.`,
  done: (added: number, lines: number) => `${persons(added)} came in from ${format.count(lines, 'line', 'lines')}`,
  doneNone: 'Nothing new came in',
  doneDataset: 'The texts stand in a dataset',
  dataset: 'The texts stand in a dataset.',
  known: (count: number) =>
    `${persons(count)} ${format.plural(count, 'was', 'were')} here already or twice in the file.`,
  repaired: (count: number) => `In ${format.count(count, 'text', 'texts')} a broken character was replaced by �.`,
  skipped: (count: number) => `${format.count(count, 'line', 'lines')} could not be used`,
  skippedShown: (shown: number, count: number) => `the first ${format.number(shown)} of ${format.number(count)}`,
  saveSkipped: (count: number, skipped: number) =>
    count < skipped
      ? `Save ${format.number(count)} of ${format.number(skipped)}`
      : count === 1
        ? 'Save this one'
        : `Save these ${format.number(count)}`,
  saveSkippedHint:
    'Saving puts what was skipped into a file of its own, as it stands in yours: mend it there, then import that file.',
  savedSkipped: (fileName: string) => `Saved as ${fileName}`,
  saveSkippedRest: (count: number) =>
    `${format.count(count, 'line is', 'lines are')} not in that file: mend ${format.plural(count, 'that one', 'those')} in your own file.`,
  columns: { line: 'Line', reason: 'Reason', text: 'What stands there' },
  show: 'Show the personas',
  openDataset: 'Open the dataset',
  finish: 'Done',
}
