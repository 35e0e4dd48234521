import type { Texts } from '../../locales/use-texts.tsx'
import type { DraftProblem } from './template-draft.ts'

/** A field's fault as the sentence below it. */
export function describeProblem(problem: DraftProblem, words: Texts['templates']['edit']): string {
  return problem.kind === 'unknown-variable' ? words.unknownVariable(problem.name) : words.problems[problem.kind]
}
