import { copyFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { app, type BrowserWindow, dialog } from 'electron'
import type { Reply } from '#contract/errors'
import type { ExportResult } from '#contract/exports'
import { words } from './words.ts'

/** Puts a finished export where the person wants it. */
export async function saveExport(result: ExportResult | undefined, window: BrowserWindow): Promise<Reply<null>> {
  if (!result) return { ok: false, error: { code: 'not-found', message: words.exportGone } }
  const reply = await saveWhereAsked(result.fileName, window, (part) => copyFile(result.path, part))
  return reply.ok ? { ok: true, value: null } : reply
}

/** The same for a text that the page made. */
export function saveText(fileName: string, text: string, window: BrowserWindow): Promise<Reply<string | null>> {
  return saveWhereAsked(basename(fileName), window, (part) => writeFile(part, text))
}

/** Whole or not at all; gives the name that it was saved under. Choosing no place is no failure: null. */
async function saveWhereAsked(
  fileName: string,
  window: BrowserWindow,
  write: (part: string) => Promise<void>,
): Promise<Reply<string | null>> {
  const { filePath } = await dialog.showSaveDialog(window, { defaultPath: join(app.getPath('downloads'), fileName) })
  if (!filePath) return { ok: true, value: null }
  const part = join(dirname(filePath), `.${basename(filePath).slice(0, 100)}.part`)
  try {
    await write(part)
    await rename(part, filePath)
    return { ok: true, value: basename(filePath) }
  } catch (error) {
    await rm(part, { force: true })
    const why = (error as NodeJS.ErrnoException).code ?? String(error)
    return { ok: false, error: { code: 'not-writable', message: words.notSaved(filePath, why) } }
  }
}
