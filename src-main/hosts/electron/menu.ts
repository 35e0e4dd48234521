import { Menu, type MenuItemConstructorOptions } from 'electron'
import { words } from './words.ts'

const placePaths = ['/', '/personas', '/templates', '/datasets', '/models', '/settings']

type Page = {
  go: (path: string) => void
  /** What a key of the page does on every page. */
  command: (name: 'find' | 'pause' | 'export') => void
}

/** The menu bar: the system's own entries, and what the page's keys do as well. */
export function createMenu({ go, command }: Page, isMac: boolean): Menu {
  /** The page hears these keys itself: heard twice, a dataset would pause and go on. */
  const entry = (label: string, click: () => void, accelerator?: string): MenuItemConstructorOptions => ({
    ...{ label, click },
    ...(accelerator ? { accelerator, registerAccelerator: false } : {}),
  })
  const { menu, places } = words
  return Menu.buildFromTemplate([
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    {
      label: menu.file,
      submenu: [
        entry(menu.newDataset, () => go('/datasets/new'), 'CmdOrCtrl+N'),
        entry(menu.pause, () => command('pause'), 'CmdOrCtrl+.'),
        entry(menu.export, () => command('export'), 'CmdOrCtrl+Shift+E'),
        entry(menu.importPersonas, () => go('/personas?dialog=import')),
        { type: 'separator' },
        { role: isMac ? 'close' : 'quit' },
      ],
    },
    { label: menu.edit, role: 'editMenu' },
    {
      label: menu.view,
      submenu: [{ role: 'zoomIn' }, { role: 'zoomOut' }, { role: 'resetZoom' }, { role: 'togglefullscreen' }],
    },
    {
      label: menu.go,
      submenu: [
        entry(menu.find, () => command('find'), 'CmdOrCtrl+K'),
        { type: 'separator' },
        ...places.map((label, at) => entry(label, () => go(placePaths[at] as string), `CmdOrCtrl+${at + 1}`)),
      ],
    },
    {
      label: menu.window,
      role: 'window',
      submenu: isMac
        ? [{ role: 'minimize' }, { role: 'zoom' }, { type: 'separator' }, { role: 'front' }]
        : [{ role: 'minimize' }, { role: 'close' }],
    },
    { label: menu.help, role: 'help', submenu: [entry(menu.network, () => go('/settings?section=network'))] },
  ])
}
