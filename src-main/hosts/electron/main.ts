import { isAbsolute, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { app, dialog, type IpcMainInvokeEvent, ipcMain, Menu, powerSaveBlocker, protocol } from 'electron'
import type { Reply } from '#contract/errors'
import type { ExportResult } from '#contract/exports'
import type { Run } from '#contract/runs'
import { createCore } from '../../core/core.ts'
import { watchConnections } from '../../inference/watch-connections.ts'
import { createEventHub } from '../node/event-hub.ts'
import { createFileAccess } from '../node/file-access.ts'
import { layoutFrom } from '../node/layout.ts'
import { createNetworkRecord } from '../node/network-record.ts'
import { createNodeHost } from '../node/node-host.ts'
import { createAppProtocol } from './app-protocol.ts'
import { createChosenFiles } from './chosen-files.ts'
import { guardClosing } from './guard-closing.ts'
import { createMenu } from './menu.ts'
import { readPower } from './read-power.ts'
import { saveExport, saveText } from './save-file.ts'
import { createUnsavedWriting } from './unsaved-writing.ts'
import { utilityChild } from './utility-child.ts'
import { createWindow, ownOrigin } from './window.ts'
import { keepWindowState, readWindowState } from './window-state.ts'
import { words } from './words.ts'
import { createWorkWatch } from './work-watch.ts'

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
])

if (app.requestSingleInstanceLock()) app.whenReady().then(start).catch(fail)
else app.quit()

async function start(): Promise<void> {
  const layout = layoutFrom(import.meta.filename)
  const hub = createEventHub()
  const folders = readFolders()
  const network = createNetworkRecord()
  watchConnections(network.opened)
  const host = createNodeHost({ layout, hub, network, childOf: utilityChild, ...folders, owner: 'Persona Loom' })
  const chosen = createChosenFiles()
  const core = createCore({
    ...host,
    readPower,
    resolveFile: createFileAccess({ uploads: chosen, allowedFolders: host.modelsFolders }),
  })
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, host.log)
  const exported = new Map<string, ExportResult>()
  hub.on('export.done', ({ result }) => void (result && exported.set(result.exportId, result)))
  const work = createWorkWatch(hub, createBlocker())

  protocol.handle('app', createAppProtocol(layout.renderer))
  const stateFile = join(app.getPath('userData'), 'window.json')
  const window = createWindow(readWindowState(stateFile), network, host.log)
  keepWindowState(window, stateFile, host.log)
  const page = {
    go: (path: string) => window.webContents.send('go', path),
    command: (name: string) => window.webContents.send('command', name),
  }
  Menu.setApplicationMenu(createMenu(page, process.platform === 'darwin'))
  const unsaved = createUnsavedWriting(window.webContents)

  /** One way in for each kind of question; all of them only for the main frame of our own window. */
  function handle(channel: string, answer: (...args: unknown[]) => Promise<Reply>): void {
    ipcMain.handle(channel, (event, ...args: unknown[]) => (isOwnFrame(event) ? answer(...args) : forbidden()))
  }
  const isOwnFrame = ({ senderFrame }: IpcMainInvokeEvent): boolean =>
    senderFrame === window.webContents.mainFrame && senderFrame.origin === ownOrigin
  handle('request', async (name, input) => (typeof name === 'string' ? core.request(name, input) : forbidden()))
  handle('save', (exportId) => saveExport(exported.get(String(exportId)), window))
  handle('save-text', async (fileName, text) =>
    typeof fileName === 'string' && typeof text === 'string' ? saveText(fileName, text, window) : forbidden(),
  )
  handle('choose', async (path) => {
    if (typeof path !== 'string' || !isAbsolute(path)) return forbidden()
    return { ok: true, value: chosen.add(path) }
  })
  handle('unsaved', async (isUnsaved) => {
    unsaved.set(isUnsaved === true)
    return { ok: true, value: null }
  })
  hub.onAny((name, payload) => {
    if (!window.isDestroyed()) window.webContents.send('event', name, payload)
  })

  guardClosing({
    window,
    isUnsaved: unsaved.isUnsaved,
    // A dataset that loads its model has told no progress yet.
    isWorking: async () => work.isWorking() || (await hasRunning(core.request)),
    close: core.close,
    log: host.log,
  })
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  app.on('window-all-closed', () => app.quit())
  await window.loadURL(`${ownOrigin}/`)
}

/** Without them the library is the command line's own, so that both show the same datasets. */
function readFolders(): { library?: string; modelsDir?: string } {
  const string = { type: 'string' } as const
  const { values } = parseArgs({
    args: process.argv.slice(1),
    options: { library: string, 'models-dir': string },
    strict: false,
  })
  const { library, 'models-dir': modelsDir } = values
  return {
    ...(typeof library === 'string' ? { library: resolve(library) } : {}),
    ...(typeof modelsDir === 'string' ? { modelsDir: resolve(modelsDir) } : {}),
  }
}

async function hasRunning(request: (name: string, input: unknown) => Promise<Reply>): Promise<boolean> {
  const reply = await request('run.list', { isOpen: true, limit: 200 })
  return reply.ok && (reply.value as { runs: Run[] }).runs.some(({ status }) => status === 'running')
}

/** Keeps the computer awake exactly while there is work. */
function createBlocker(): (isWorking: boolean) => void {
  let blocker: number | undefined
  return (isWorking) => {
    if (isWorking) blocker = powerSaveBlocker.start('prevent-app-suspension')
    else if (blocker !== undefined) powerSaveBlocker.stop(blocker)
  }
}

function forbidden(): Reply {
  return { ok: false, error: { code: 'forbidden', message: words.notOurs } }
}

function fail(error: unknown): void {
  dialog.showErrorBox('Persona Loom', error instanceof Error ? error.message : String(error))
  app.exit(1)
}
