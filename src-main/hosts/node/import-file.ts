import { AppError, type ErrorCode } from '#contract/errors'
import type { Input } from '#contract/index'
import type { ImportResult } from '#contract/personas'
import type { NodeCore } from './open-core.ts'

/** Imports a file and waits for the end; skipped lines are told. */
export async function importFile(
  core: NodeCore,
  mapping: Omit<Input<'persona.import'>, 'asRows'>,
  asRows: boolean,
  note: (text: string) => void,
): Promise<ImportResult> {
  const ends = new Map<string, { result: ImportResult | null; problem: { code: string; message: string } | null }>()
  const off = core.hub.on('import.done', (end) => void ends.set(end.importId, end))
  try {
    const { importId } = await core.ask('persona.import', { ...mapping, asRows })
    if (!ends.has(importId)) await core.hub.next('import.done', (end) => end.importId === importId)
    const { result, problem } = ends.get(importId) as NonNullable<ReturnType<typeof ends.get>>
    if (!result) throw new AppError(problem?.code as ErrorCode, problem?.message ?? '')
    for (const { line, reason } of result.skippedLines.slice(0, 10))
      note(reason.startsWith('Line ') ? reason : `Line ${line}: ${reason}`)
    if (result.repaired > 0) note(`${result.repaired} texts held characters that cannot be stored; replaced with �.`)
    return result
  } finally {
    off()
  }
}
