/** What the window's own menus and dialogs say; all else is said by the page. */
export const words = {
  closing: {
    title: 'Persona Loom is still at work',
    text: 'Everything finished is kept. A dataset pauses now and goes on when you resume it; an import or an export has to be started again.',
    stay: 'Keep running',
    leave: 'Pause and quit',
  },
  unsaved: {
    title: 'Leave without saving?',
    text: 'Something that you began to write (a persona, a row, a note or a template) is not saved yet and would be lost. Everything saved before is kept.',
    stay: 'Stay',
    leave: 'Leave without saving',
  },
  menu: {
    file: 'File',
    newDataset: 'New dataset',
    pause: 'Pause what is written, or go on with it',
    export: 'Export the dataset that is shown…',
    importPersonas: 'Import personas…',
    edit: 'Edit',
    view: 'View',
    go: 'Go',
    find: 'Go to anything…',
    window: 'Window',
    help: 'Help',
    network: 'What this app sends over the network',
  },
  places: ['Home', 'Personas', 'Templates', 'Datasets', 'Models', 'Settings'],
  notSaved: (path: string, why: string) =>
    `${path} could not be written (${why}). Nothing in the library was lost. Choose another place.`,
  exportGone: 'This export is no longer there. Export again.',
  notOurs: 'Only the app’s own window may ask.',
} as const
