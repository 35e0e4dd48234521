import { copyFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { app, type BrowserWindow, dialog, type IpcMainInvokeEvent, ipcMain, protocol } from 'electron'
import type { Reply } from '#contract/errors'
import type { ExportResult } from '#contract/exports'
import { createCore } from '../../core/core.ts'
import { createEventHub } from '../node/event-hub.ts'
import { layoutFrom } from '../node/layout.ts'
import { createNodeHost } from '../node/node-host.ts'
import { createAppProtocol } from './app-protocol.ts'
import { readPower } from './read-power.ts'
import { utilityChild } from './utility-child.ts'
import { createWindow } from './window.ts'

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
])

if (app.requestSingleInstanceLock()) app.whenReady().then(start, fail)
else app.quit()

async function start(): Promise<void> {
  const layout = layoutFrom(import.meta.filename)
  const hub = createEventHub()
  const host = createNodeHost({
    layout,
    hub,
    spawn: utilityChild(layout.inference),
    library: app.getPath('userData'),
    owner: 'Persona Loom',
  })
  // Paths come from the person's own dialogs and drops; see the preload script.
  const core = createCore({ ...host, readPower, resolveFile: (fileId) => resolve(fileId) })
  const exported = new Map<string, ExportResult>()
  hub.on('export.done', ({ result }) => void (result && exported.set(result.exportId, result)))

  protocol.handle('app', createAppProtocol(layout.renderer))
  const window = createWindow()
  ipcMain.handle('request', async (event, name: unknown, input: unknown): Promise<Reply> => {
    if (!isOwnPage(event, window) || typeof name !== 'string') {
      return { ok: false, error: { code: 'forbidden', message: 'Only the app’s own window may ask.' } }
    }
    if (name === 'host.download') return save(exported.get((input as { exportId?: string })?.exportId ?? ''), window)
    return core.request(name, input)
  })
  hub.onAny((name, payload) => {
    if (!window.isDestroyed()) window.webContents.send('event', name, payload)
  })
  app.on('second-instance', () => window.focus())
  app.on('window-all-closed', () => {
    core.close().then(() => app.quit(), fail)
  })
  await window.loadURL('app://loom/')
}

function isOwnPage({ senderFrame }: IpcMainInvokeEvent, window: BrowserWindow): boolean {
  return senderFrame === window.webContents.mainFrame && senderFrame.origin === 'app://loom'
}

async function save(result: ExportResult | undefined, window: BrowserWindow): Promise<Reply> {
  if (!result)
    return { ok: false, error: { code: 'not-found', message: 'This export is no longer there. Export again.' } }
  const { filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('downloads'), result.fileName),
  })
  if (filePath) await copyFile(result.path, filePath)
  return { ok: true, value: null }
}

function fail(error: unknown): void {
  dialog.showErrorBox('Persona Loom', error instanceof Error ? error.message : String(error))
  app.exit(1)
}
