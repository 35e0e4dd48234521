import { Menu, type MenuItemConstructorOptions } from 'electron'
import { words } from './words.ts'

const placePaths = ['/', '/personas', '/templates', '/datasets', '/models', '/settings']

/** The menu bar: the system's own entries, and the ways that the page's keys lead as well. */
export function createMenu(go: (path: string) => void, isMac: boolean): Menu {
  const to = (label: string, path: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    ...(accelerator ? { accelerator } : {}),
    click: () => go(path),
  })
  const { menu, places } = words
  return Menu.buildFromTemplate([
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    {
      label: menu.file,
      submenu: [
        to(menu.newDataset, '/datasets/new', 'CmdOrCtrl+N'),
        to(menu.importPersonas, '/personas?dialog=import'),
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
      submenu: places.map((label, at) => to(label, placePaths[at] as string, `CmdOrCtrl+${at + 1}`)),
    },
    { label: menu.help, role: 'help', submenu: [to(menu.network, '/settings?section=network')] },
  ])
}
