import { AppError } from '#contract/errors'
import type { Handlers } from '#contract/index'
import type { Recipe } from '#contract/recipe'
import type { Row } from '#contract/rows'
import { hasPhrases } from '../has-phrases.ts'
import type { ComposePrompt, PromptSettings } from '../prompting.ts'
import { createTextCheck } from './check-text.ts'
import { textBehind } from './labelled-lines.ts'

type Deps = {
  composePrompt: ComposePrompt
  rowOf: (rowId: number) => Row | undefined
  /** What a run was started with, as JSON. */
  recipeOf: (runId: number) => string | undefined
}

/** As a run keeps it; rows that came in from a file have no template. */
type Started = Omit<PromptSettings, 'recipe'> & { template?: Recipe }

/**
 * Holds what a person writes against the same checks as what the model wrote. Alike rows are not looked for: those are
 * decided in planned order while a run is made.
 */
export function createEditCheck({ composePrompt, rowOf, recipeOf }: Deps) {
  return {
    'row.check'({ rowId, text }) {
      const row = rowOf(rowId)
      if (!row) throw new AppError('not-found', `There is no row ${rowId}.`)
      const { template, ...settings } = JSON.parse(recipeOf(row.runId) ?? '{}') as Started
      const step = template?.steps[0]
      if (!template || !step) return { reasons: [], missing: [], copied: [] }
      const told = composePrompt({ ...settings, recipe: template }, row.persona, [])
      const hasStart = text.startsWith(step.start)
      const startLength = hasStart ? step.start.length : 0
      // A person ends where the text is whole.
      const written = { text, startLength, finishReason: 'stop', persona: row.persona }
      const checks = createTextCheck(step, told)
      const reasons = checks.whole(written)
      const { labels = [], phrases = [] } = step.output
      return {
        reasons: hasStart || reasons.includes('empty') ? reasons : ['no-start', ...reasons],
        missing: [
          ...labels.filter((label) => textBehind(text, label, labels) === ''),
          ...phrases.filter((phrase) => !hasPhrases(text, [phrase])),
        ],
        copied: checks.copies(written),
      }
    },
  } satisfies Partial<Handlers>
}
