import type { Texts } from '../../locales/use-texts.tsx'
import type { PromptFlaw } from './prompt-flaws.ts'
import type { DraftProblem } from './template-draft.ts'

type Words = Texts['templates']['edit']

/** A field's fault as the sentence below it. */
export function describeProblem(problem: DraftProblem, words: Words): string {
  if (problem.kind === 'unknown-variable') return words.unknownVariable(problem.name)
  return 'at' in problem ? words.exampleProblems[problem.kind](problem.at + 1) : words.problems[problem.kind]
}

/** What is underlined in a prompt, as a sentence. */
export function describeFlaw({ kind, name }: PromptFlaw, words: Words): string {
  if (kind === 'unknown') return words.unknownVariable(name)
  return kind === 'loose' ? words.looseVariable(name) : words.loneBrace[kind]
}
