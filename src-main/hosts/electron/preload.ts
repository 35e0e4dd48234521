import { contextBridge, ipcRenderer, webUtils } from 'electron'

contextBridge.exposeInMainWorld('bridge', {
  request: (name: string, input: unknown) => ipcRenderer.invoke('request', name, input),
  onEvent(listener: (name: string, payload: unknown) => void) {
    const hear = (_event: unknown, name: string, payload: unknown) => listener(name, payload)
    ipcRenderer.on('event', hear)
    return () => void ipcRenderer.off('event', hear)
  },
  /** A file that the person chose or dropped stays where it is: its path is its id. */
  upload: async (file: File) => ({ ok: true, value: { fileId: webUtils.getPathForFile(file) } }),
  download: (exportId: string) => ipcRenderer.invoke('request', 'host.download', { exportId }),
})
