import { hear, tell } from './control.ts'

type Entry = { label?: string; role?: string; accelerator?: string; click?: () => void; submenu?: Entry[] }

/** The keys of Electron's own entries on Linux, by role. */
const roleKeys: Record<string, string> = {
  ...{ undo: 'CmdOrCtrl+Z', redo: 'Shift+CmdOrCtrl+Z', cut: 'CmdOrCtrl+X', copy: 'CmdOrCtrl+C', paste: 'CmdOrCtrl+V' },
  ...{ selectAll: 'CmdOrCtrl+A', zoomIn: 'CmdOrCtrl+Plus', zoomOut: 'CmdOrCtrl+-', resetZoom: 'CmdOrCtrl+0' },
  ...{ togglefullscreen: 'F11', minimize: 'CmdOrCtrl+M', close: 'CmdOrCtrl+W', quit: 'CmdOrCtrl+Q' },
}
const editMenu = ['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll'].map((role): Entry => ({ role }))

export const Menu = {
  buildFromTemplate: (template: Entry[]): Entry[] => template,
  setApplicationMenu(menu: Entry[]): void {
    const entries = menu.flatMap(({ role, submenu = [] }) => (role === 'editMenu' ? editMenu : submenu))
    const keys = entries.flatMap(({ label, role = '', accelerator = roleKeys[role] }) =>
      accelerator ? [{ label: label ?? role, accelerator }] : [],
    )
    tell({ type: 'menu', keys })
    hear('menu', ({ label }) => entries.find((entry) => entry.label === label)?.click?.())
  },
}
