import type { DiscardReason } from '#contract/discard-reasons'
import type { LastStep } from '../../client/use-review.ts'
import type { Texts } from '../../locales/use-texts.tsx'

/** What is said of the last step, until the next one. */
export function stepSaid(step: LastStep | undefined, words: Texts['rowsPage']): string {
  if (!step) return ''
  if ('back' in step) {
    return typeof step.back === 'number' ? words.takenBack(step.back) : words.takenBackOne(step.back.position + 1)
  }
  if ('row' in step) return words.doneOne(step.row.position + 1, step.row.verdict)
  const done = words.done(step.changed, step.verdict)
  return step.skipped > 0 ? `${done} ${words.skipped(step.skipped)}` : done
}

/**
 * What takes a reason by a number, with the one that it has: rows that were discarded together, or a single one for as
 * long as it is read, as a number would be taken to be about another row that is.
 */
export function toExplain(
  step: LastStep | undefined,
  readId: number | undefined,
): { reason: DiscardReason | null | undefined } | undefined {
  if (!step || 'back' in step) return undefined
  if ('row' in step) {
    const { id, verdict, discardReason } = step.row
    return verdict === 'discarded' && id === readId ? { reason: discardReason } : undefined
  }
  return step.verdict === 'discarded' && step.changed > 0 ? { reason: step.discardReason } : undefined
}
