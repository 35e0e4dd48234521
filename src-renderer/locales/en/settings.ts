import { format } from './format.ts'

export const settings = {
  title: 'Settings',
  sections: {
    look: 'Look',
    work: 'While it writes',
    folders: 'Folders',
    computer: 'This computer',
    network: 'Network',
    about: 'About',
  },
  look: {
    title: 'Look',
    theme: 'Light or dark',
    auto: 'As the system',
    light: 'Light',
    dark: 'Dark',
    hint: 'Kept in this browser.',
    letterKeys: 'Single letters are keys',
    letterKeysHint:
      'As A for keep and J for the next row. Off, only arrows, Space, Enter, Esc and keys with Ctrl do something; every button stays.',
  },
  work: {
    title: 'While it writes',
    paceHint:
      'The model rests as long as it works, so other programs have the processor half of the time. Rows take about twice as long and stay the same.',
    onBattery: 'Without mains power',
    onBatteryHint:
      'A run that pauses keeps every finished row, and goes on by itself when the power is back. Trying out a template is never paused.',
    low: 'Pause when the battery is below 20 %',
    pause: 'Pause at once',
    go: 'Go on until the battery is empty',
    parallel: {
      label: 'Rows at once',
      hint: 'Left empty: the fastest that was measured and fits. A dataset may name its own.',
      placeholder: 'As measured',
      most: 64,
    },
    threads: {
      label: 'Threads',
      hint: 'Left empty: the fastest that was measured. Fewer leave more of the processor to other programs.',
      placeholder: 'As measured',
      most: 256,
    },
    reset: 'Back to the usual settings',
    heatHint:
      'A computer that is about to overheat pauses a run too. Where the system does not tell about battery or heat, nothing is paused.',
  },
  folders: {
    title: 'Folders',
    library: 'Library',
    libraryHint: 'Personas, templates and datasets. Copy the whole folder to move them to another computer.',
    models: 'Models',
    modelsHint: 'Model files put here are found by themselves.',
    copy: 'Copy the path',
    free: (size: string) => `${size} are free on this disk.`,
  },
  computer: {
    title: 'What was looked at on this computer',
    again: 'Look again',
    copy: 'Copy as text',
    state: { ok: 'In order', warning: 'Look at this', problem: 'Must be mended' },
  },
  network: {
    title: 'What this app sends over the network',
    lead: (outside: number) =>
      outside === 0
        ? 'Nothing. Personas, prompts and rows never leave this computer.'
        : 'The app itself needs no other computer. Look below where these connections led.',
    sealed: (outside: number, since: string) =>
      `${format.plural(outside, 'connection', 'connections')} to other computers since the app was started (${since})`,
    sealedText: 'Counted by the app itself. It has no account, no statistics and no update check. The model runs here.',
    log: {
      title: 'What was counted',
      hint: 'Every connection that the app or the model’s process opened, and every request that was answered or refused. It is kept in memory until the app ends, the newest 200 kinds.',
      totals: (answered: number, refused: number) =>
        `${format.count(answered, 'request', 'requests')} from this computer answered, ${format.number(refused)} refused.`,
      guard: 'Each refusal is the app’s own guard at work: nothing left this computer by it.',
      none: 'Nothing was opened, asked or refused since the app was started.',
      columns: { time: 'Last', what: 'What', target: 'Where', count: 'Times', verdict: 'Verdict' },
      who: {
        app: 'Connection of the app',
        model: 'Connection of the model',
        browser: 'Request to the app',
        window: 'Way out of the window',
      },
      allowed: 'let through',
      refused: {
        'foreign-name': 'refused: another name',
        'foreign-site': 'refused: another site',
        'no-link': 'refused: without a link of its own',
        'no-request': 'refused: a text that is no web request',
        'not-needed': 'refused: nothing needs it',
      },
      outside: 'leaves this computer',
    },
    browser: 'Between this page and the app',
    browserText:
      'The page talks to the app under the address 127.0.0.1, which is this computer itself. Nobody else in the network can open it, and each page needs a link of its own.',
    install: 'At installation only',
    installText:
      'Installing fetched the program’s packages and the first model, each with its size shown. Nothing was fetched later.',
  },
  about: {
    title: 'About',
    version: 'Version',
    licence: 'Licence',
    licenceText: 'MIT. The program is free to use, change and pass on.',
  },
}
