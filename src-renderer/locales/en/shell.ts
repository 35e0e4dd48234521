import { format } from './format.ts'

type Came = { added: number; known: number; skipped: number; runId: number | null }

export const shell = {
  app: 'Persona Loom',
  mainMenu: 'Main',
  skip: 'Go to the page',
  places: {
    home: 'Home',
    personas: 'Personas',
    templates: 'Templates',
    datasets: 'Datasets',
    models: 'Models',
    settings: 'Settings',
  },
  palette: {
    label: 'Go to or begin something',
    placeholder: 'Go to a page, a dataset, a template, or do something',
    nothing: 'Nothing here is called that.',
    groups: {
      places: 'Page',
      actions: 'Begin',
      commands: 'Do',
      settings: 'Settings',
      datasets: 'Dataset',
      templates: 'Template',
      models: 'Model',
    },
    newDataset: 'New dataset',
    newDatasetAlias: 'Make a dataset, create rows, generate',
    importPersonas: 'Import personas',
    addPersona: 'Add a persona',
    network: 'What this app sends over the network',
    selections: 'Saved selections of personas',
    pause: (name: string) => `Pause ${name}`,
    resume: (name: string) => `Go on with ${name}`,
    exportDataset: 'Export this dataset',
    ofDataset: { run: 'Run of this dataset', rows: 'Rows of this dataset', review: 'Review of this dataset' },
    halfSpeed: 'Write at half speed',
    fullSpeed: 'Write at full speed',
    light: 'Light look',
    dark: 'Dark look',
    auto: 'Look as the system',
    open: 'Go to anything',
  },
  /** `outside`: connections to other computers; undefined while nobody knows. */
  seal: (outside: number | undefined) => (outside ? 'Not only on this computer' : 'Only on this computer'),
  sealMore: (outside: number | undefined) => {
    if (outside === undefined) return 'What is sent is counted'
    return outside === 0
      ? 'Nothing is sent anywhere'
      : `${format.count(outside, 'connection', 'connections')} to others`
  },
  island: {
    label: 'Being written now',
    pause: (name: string) => `Pause ${name}`,
    rows: (ready: number, planned: number) => ({
      n: format.number(ready),
      whole: `of ${format.count(planned, 'row', 'rows')} ready`,
    }),
    left: (range: string) => `${range} left`,
    leftUnknown: 'Time left: not known yet',
    others: (count: number) => `and ${format.count(count, 'more dataset', 'more datasets')}`,
  },
  gate: {
    title: 'Open the app from the link that was printed',
    text: 'This page was opened without one, or the link was used before. The link stands in the window where Persona Loom was started, and opens one page.',
    after: 'For a new link press Enter in that window, or start Persona Loom again. Everything stored is safe.',
  },
  refused: {
    title: 'Persona Loom does not know this page any more',
    text: 'What you typed is still here, beneath this notice. Another library may be open, or pages were forgotten. When the library of this page is served here again, it goes on by itself.',
    after:
      'If that library is open, press Enter in the window where Persona Loom was started, and put the new link into the address bar of this tab. Links of other libraries open in tabs of their own.',
  },
  reconnecting: {
    title: 'Persona Loom does not answer',
    text: 'What was stored is safe, and what you typed stays here. This page connects again by itself; if it stays like this, start Persona Loom again.',
    unknown: 'No word from Persona Loom just now',
  },
  keys: {
    title: 'Keys that work everywhere',
    keys: {
      'Ctrl K': 'find a page, a dataset or a template, or do something',
      'Ctrl 1 to 6': 'Home, Personas, Templates, Datasets, Models, Settings',
      'Ctrl .': 'pause what is being written, or go on with it',
      'Ctrl Shift E': 'export the dataset that is shown',
      '/': 'search on this page',
      U: 'on the list of datasets: take back what went in the bin last; Ctrl Z too',
      Esc: 'close what was opened last',
      '?': 'this list; Personas, Rows and Review have one of their own',
    },
    /** Browsers keep it for themselves. */
    ownWindow: { 'Ctrl N': 'make a dataset' },
    nothingToPause: 'No dataset is being written, and none is paused.',
    nothingToExport: 'No dataset is shown here. Open one, and export it from there.',
  },
  drop: {
    over: 'Let go to take the file in',
    one: 'One file at a time. Nothing was taken in.',
    folder: (name: string) => `${name} is a folder. Nothing was taken in: open it and take a file of it.`,
    unknown: (name: string) =>
      `${name} is no file for this app. It takes personas (.jsonl, .json, .csv, .tsv, .txt), models (.gguf) and templates (.yaml, .py).`,
  },
  done: {
    finished: (name: string, ready: number, planned: number) =>
      `${name} is finished: ${format.number(ready)} of ${format.count(planned, 'row is', 'rows are')} ready to export.`,
    paused: (name: string) => `${name} is paused.`,
    open: 'Open it',
  },
  exported: {
    done: (name: string, count: number) => `${name}: ${format.count(count, 'row', 'rows')} exported to`,
    failed: (name: string) => `The export of ${name} came to nothing.`,
    unsaved: (name: string) => `The file of ${name} was not saved.`,
    show: 'Get the file',
    why: 'Show why',
  },
  imported: {
    done: (name: string, { added, known, skipped, runId }: Came) => {
      const isDataset = runId !== null && added + known > 0
      const parts = [
        isDataset && 'the texts stand in a dataset',
        (added > 0 || !isDataset) && `${format.count(added, 'persona', 'personas')} came in`,
        known > 0 &&
          `${format.count(known, 'persona', 'personas')} ${format.plural(known, 'was', 'were')} here already`,
        skipped > 0 && `${format.count(skipped, 'line', 'lines')} could not be used`,
      ]
      return `${name}: ${parts.filter(Boolean).join(', ')}.`
    },
    failed: (name: string) => `The import of ${name} ended early.`,
    show: 'Show the result',
    why: 'Show why',
  },
}
