import { contextBridge, ipcRenderer, webUtils } from 'electron'

function hear(channel: string, listener: (...args: never[]) => void): () => void {
  const onMessage = (_event: unknown, ...args: unknown[]) => listener(...(args as never[]))
  ipcRenderer.on(channel, onMessage)
  return () => void ipcRenderer.off(channel, onMessage)
}

contextBridge.exposeInMainWorld('bridge', {
  request: (name: string, input: unknown) => ipcRenderer.invoke('request', name, input),
  onEvent: (listener: (name: string, payload: unknown) => void) => hear('event', listener),
  /** Where a menu leads. */
  onGo: (listener: (path: string) => void) => hear('go', listener),
  /** A key of the page that a menu stands for. */
  onCommand: (listener: (command: string) => void) => hear('command', listener),
  setUnsaved: (isUnsaved: boolean) => ipcRenderer.invoke('unsaved', isUnsaved),
  /** A file that the person chose or dropped stays where it is; a page's own File has no path and is refused. */
  upload: (file: File) => ipcRenderer.invoke('choose', webUtils.getPathForFile(file)),
  download: (exportId: string) => ipcRenderer.invoke('save', exportId),
  saveText: (fileName: string, text: string) => ipcRenderer.invoke('save-text', fileName, text),
})
