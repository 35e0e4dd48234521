/** Stands in for the module `electron` of the main process: only what our host uses, so that anything else is noticed. */
import { EventEmitter } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { closeBrowser } from './browser.ts'
import { BrowserWindow, lastWindow } from './browser-window.ts'
import { askPerson, hear, tell } from './control.ts'
import { takeInstanceLock } from './instance-lock.ts'
import type { Session } from './session.ts'

export { BrowserWindow } from './browser-window.ts'
export { ipcMain } from './ipc-main.ts'
export { Menu } from './menu.ts'
export { protocol } from './protocol.ts'
export { utilityProcess } from './utility-process.ts'

const ready = Promise.withResolvers<void>()

class App extends EventEmitter {
  whenReady = (): Promise<void> => ready.promise
  requestSingleInstanceLock = (): boolean =>
    takeInstanceLock(this.getPath('userData'), () => void this.emit('second-instance'))

  getPath(name: string): string {
    const path = join(process.env['DOUBLE_FOLDER'] ?? '', name)
    mkdirSync(path, { recursive: true })
    return path
  }

  /** Closes the windows as a person would; one that stays ends the quitting. */
  quit(): void {
    for (const window of BrowserWindow.getAllWindows()) window.close()
    if (BrowserWindow.getAllWindows().length === 0) this.exit(0)
  }

  exit(code = 0): void {
    void closeBrowser().finally(() => process.exit(code))
  }
}

export const app = new App()

/** Electron is ready only after the entry has been evaluated: an entry that waits for it would wait for ever. */
export const becomeReady = (): void => ready.resolve()

lastWindow.on('gone', () => app.emit('window-all-closed'))
hear('close', () => BrowserWindow.getAllWindows()[0]?.close())
hear('quit', () => app.quit())
hear('crash', () => void BrowserWindow.getAllWindows()[0]?.webContents.crash())
hear('permission', ({ permission, url }) => {
  const session = BrowserWindow.getAllWindows()[0]?.webContents.session as Session
  const isChecked = session.checks(permission, url)
  void session
    .grants(permission, url)
    .then((isGranted) => tell({ type: 'permission', permission, url, isChecked, isGranted }))
})

export const dialog = {
  showMessageBox: async (_window: unknown, options: Record<string, unknown>) => askPerson('message', options),
  showSaveDialog: async (_window: unknown, options: Record<string, unknown>) => askPerson('save', options),
  showErrorBox: (title: string, content: string) =>
    tell({ type: 'dialog', kind: 'error', options: { title, content } }),
}

let isAwake = false
export const powerSaveBlocker = {
  start(): number {
    isAwake = true
    tell({ type: 'blocker', isOn: true })
    return 1
  },
  stop(): void {
    if (isAwake) tell({ type: 'blocker', isOn: false })
    isAwake = false
  },
}

export const powerMonitor = { isOnBatteryPower: () => false, getCurrentThermalState: () => 'unknown' }

export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] }
