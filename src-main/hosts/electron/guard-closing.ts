import { app, type BrowserWindow, dialog } from 'electron'
import { words } from './words.ts'

type Deps = {
  window: BrowserWindow
  /** Something is written on the page and not saved. */
  isUnsaved: () => boolean
  isWorking: () => boolean | Promise<boolean>
  /** Pauses what is under way and lets go of the library. */
  close: () => Promise<void>
  log: (error: unknown) => void
}

type Question = { title: string; text: string; stay: string; leave: string }

/** Asks before writing is lost or work cut short, and lets the window go only when everything is stored. */
export function guardClosing({ window, isUnsaved, isWorking, close, log }: Deps): void {
  let step: 'open' | 'asking' | 'closing' = 'open'

  // Also what ends a quit; the window that goes at last quits the app again.
  window.on('close', (event) => {
    event.preventDefault()
    if (step !== 'open') return
    step = 'asking'
    leave().catch((error: unknown) => {
      log(error)
      app.exit(1)
    })
  })

  async function leave(): Promise<void> {
    if (!(await mayLeave())) {
      step = 'open'
      return
    }
    step = 'closing'
    await close()
    window.destroy()
  }

  async function mayLeave(): Promise<boolean> {
    if (isUnsaved() && !(await wantsToLeave(words.unsaved))) return false
    return !(await isWorking()) || wantsToLeave(words.closing)
  }

  async function wantsToLeave({ title, text, stay, leave }: Question): Promise<boolean> {
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: title,
      detail: text,
      buttons: [stay, leave],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    })
    return response === 1
  }
}
