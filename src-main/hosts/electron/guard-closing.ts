import { app, type BrowserWindow, dialog } from 'electron'
import { words } from './words.ts'

type Deps = {
  window: BrowserWindow
  isWorking: () => boolean | Promise<boolean>
  /** Pauses what is under way and lets go of the library. */
  close: () => Promise<void>
  log: (error: unknown) => void
}

/** Asks before work is cut short, and lets the window go only when everything is stored. */
export function guardClosing({ window, isWorking, close, log }: Deps): void {
  let step: 'open' | 'asking' | 'closing' = 'open'

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
    if ((await isWorking()) && !(await wantsToLeave())) {
      step = 'open'
      return
    }
    step = 'closing'
    await close()
    window.destroy()
  }

  async function wantsToLeave(): Promise<boolean> {
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: words.closing.title,
      detail: words.closing.text,
      buttons: [words.closing.stay, words.closing.leave],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    })
    return response === 1
  }
}
