import { copyFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { app, type BrowserWindow, dialog } from 'electron'
import type { Reply } from '#contract/errors'
import type { ExportResult } from '#contract/exports'
import { words } from './words.ts'

/** Puts a finished export where the person wants it, whole or not at all. Choosing no place is no failure. */
export async function saveExport(result: ExportResult | undefined, window: BrowserWindow): Promise<Reply<null>> {
  if (!result) return { ok: false, error: { code: 'not-found', message: words.exportGone } }
  const { filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('downloads'), result.fileName),
  })
  if (!filePath) return { ok: true, value: null }
  const part = join(dirname(filePath), `.${basename(filePath).slice(0, 100)}.part`)
  try {
    await copyFile(result.path, part)
    await rename(part, filePath)
    return { ok: true, value: null }
  } catch (error) {
    await rm(part, { force: true })
    const why = (error as NodeJS.ErrnoException).code ?? String(error)
    return { ok: false, error: { code: 'not-writable', message: words.notSaved(filePath, why) } }
  }
}
