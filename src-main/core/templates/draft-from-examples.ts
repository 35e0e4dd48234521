import type { ExampleShape, FoundExample, TemplateDraft } from '#contract/template-drafts'
import { type CheckedExample, checkExamples, figure } from './check-example.ts'
import { inferRecipe } from './infer-recipe.ts'
import { type ExampleReaders, readExamples } from './read-examples.ts'

export const fewest = 3
export const most = 10
/** Ten of the longest examples, several times over. */
export const longestText = 1_000_000
/** More than ten are refused, but it must be seen what they are. */
const mostShown = 40
const shownCharacters = 400

type Options = {
  name: string
  shape?: ExampleShape | undefined
  /** Where the text comes from a file, its name: the ending tells the shape. */
  fileName?: string | undefined
  /** Gives a template of this name a key that is free. */
  keyFor: (name: string) => string
}

/**
 * Reads examples from a text and drafts a template from them. Never throws for what a person wrote: what is wrong stands
 * beside each example, or as the draft's problem.
 */
export function draftFromExamples(text: string, options: Options, readers: ExampleReaders): TemplateDraft {
  if (text.length > longestText) {
    return refused(
      options.shape ?? 'lines',
      `This is a text of ${figure(text.length)} characters; examples have room in ${figure(longestText)}. Take ${fewest} to ${most} examples out of it.`,
    )
  }
  const { shape, parting, pieces } = readExamples(text, options, readers)
  const checked = checkExamples(pieces)
  const good = checked.flatMap((example) => ('good' in example ? [example.good] : []))
  const told = {
    shape,
    parting,
    examples: checked.slice(0, mostShown).map(toFound),
    found: checked.length,
    usable: good.length,
  }
  const problem = wrongCount(checked.length, good.length)
  if (problem) return { ...told, problem, draft: null }
  const name = options.name || `${figure(good.length)} examples of mine`
  const inferred = inferRecipe(good, { name, key: options.keyFor(name), isGiven: options.name !== '' })
  return 'problem' in inferred
    ? { ...told, problem: inferred.problem, draft: null }
    : { ...told, problem: null, draft: inferred }
}

function refused(shape: ExampleShape, problem: string): TemplateDraft {
  return { shape, parting: null, examples: [], found: 0, usable: 0, problem, draft: null }
}

function wrongCount(found: number, usable: number): string | undefined {
  if (found === 0) return `There is no example here yet. A template is drafted from ${fewest} to ${most}.`
  if (usable < fewest) {
    const missing = fewest - usable
    return `${count(usable)} of use, and a template is drafted from ${fewest} at least. Add ${missing === 1 ? 'one more' : `${missing} more`}.`
  }
  if (usable <= most) return undefined
  return `${count(usable)} of use, and a template is drafted from ${most} at most. Keep the ${most} best.`
}

function count(usable: number): string {
  if (usable === 0) return 'No example here is'
  return usable === 1 ? 'One example is' : `${figure(usable)} examples are`
}

function toFound(example: CheckedExample): FoundExample {
  const { line, text } = example.piece
  const shown = text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text
  return { line, text: shown.toWellFormed(), problem: 'problem' in example ? example.problem : null }
}
