import { readFileSync, writeFileSync } from 'node:fs'
import { type BrowserWindow, type Rectangle, screen } from 'electron'

export type WindowState = Partial<Rectangle> & { width: number; height: number; isMaximised: boolean }

const usual: WindowState = { width: 1280, height: 800, isMaximised: false }

/** Where the window was when it was closed; its usual size where that is not known or on no screen any more. */
export function readWindowState(file: string): WindowState {
  try {
    const { x, y, width, height, isMaximised } = JSON.parse(readFileSync(file, 'utf8')) as WindowState
    if (![x, y, width, height].every(Number.isInteger)) return usual
    const bounds = { x, y, width, height } as Rectangle
    const isSeen = screen.getAllDisplays().some(({ workArea }) => overlap(workArea, bounds))
    return isSeen ? { ...bounds, isMaximised: isMaximised === true } : usual
  } catch {
    return usual // The first start, or a file that somebody changed.
  }
}

export function keepWindowState(window: BrowserWindow, file: string, log: (error: unknown) => void): void {
  window.on('close', () => {
    const state: WindowState = { ...window.getNormalBounds(), isMaximised: window.isMaximized() }
    try {
      writeFileSync(file, JSON.stringify(state))
    } catch (error) {
      log(error)
    }
  })
}

/** Enough of the window's top lies on a screen to take hold of it. */
function overlap(screenArea: Rectangle, window: Rectangle): boolean {
  const grip = 100
  const across = Math.min(screenArea.x + screenArea.width, window.x + window.width) - Math.max(screenArea.x, window.x)
  return across >= grip && window.y >= screenArea.y && window.y <= screenArea.y + screenArea.height - grip
}
