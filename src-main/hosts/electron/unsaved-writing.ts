import type { WebContents } from 'electron'

/** Knows from the page whether something is written there and not saved; what is drawn anew has nothing. */
export function createUnsavedWriting(webContents: WebContents) {
  let isUnsaved = false
  function set(value: boolean): void {
    isUnsaved = value
  }
  webContents.on('render-process-gone', () => set(false))
  webContents.on('did-navigate', () => set(false))
  return { set, isUnsaved: (): boolean => isUnsaved }
}
