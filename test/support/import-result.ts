import type { ImportResult } from '#contract/personas'

/** Seven lines of which four were new. */
export const importResult: ImportResult = {
  ...{ sourceId: 4, runId: null, lines: 7, added: 4, known: 1, repeated: 0, skipped: 2, skippedLines: [] },
  repaired: 0,
  skippedFile: { text: '', lines: 0 },
}
