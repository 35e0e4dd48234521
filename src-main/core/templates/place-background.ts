import type { Example, Step } from '#contract/recipe'
import type { PromptPart } from '../engine.ts'
import { withoutOwnTexts } from '../own-text.ts'
import type { PromptSettings } from '../prompting.ts'
import { replaceVariables, variablesIn } from '../replace-variables.ts'
import { variableTexts } from '../variable-texts.ts'

/** Where the background of a template, or a person's own in its place, stands in a prompt. */
export type PlacedBackground = {
  /** Once, before everything. */
  first: PromptPart[]
  /** The task of an example, or else of the row, with what belongs to it. */
  around: (task: PromptPart[], example?: Example) => PromptPart[]
  /** The background of an example in a list; empty where it has none. */
  ofExample: (example: Example) => string
  /** What a person's own text stands in place of: names in it are no names of that person's. */
  replaced: string
}

/**
 * A template's background stands before everything. Behind a person's own text an example that belongs to the template's would
 * be of no world that the model has read: such examples stay behind the template's, and the person's text comes before the row's
 * task. Examples with a background of their own each bring that, and need no other: in turns it stands behind the persona, as
 * does the person's, where a small model heeds it most.
 */
export function placeBackground(settings: PromptSettings, examples: readonly Example[]): PlacedBackground {
  const step = settings.recipe.steps[0] as Step
  const withTexts = (texts: Record<string, string>): PromptPart[] =>
    step.background ? [...replaceVariables(step.background, texts), { text: '\n\n' }] : []
  const own = withTexts(variableTexts(settings))
  const withoutOwn = withoutOwnTexts(settings)
  const plain = { around: (task: PromptPart[]) => task, ofExample: () => '' }
  if (withoutOwn === undefined) return { ...plain, first: own, replaced: '' }

  const ofTemplate = withTexts(variableTexts({ ...settings, variables: withoutOwn, small: true }))
  const brought = step.examples.flatMap(({ background }) => background ?? [])
  const replaced = brought.length > 0 ? brought.join('\n') : ofTemplate.map(({ text }) => text).join('')
  if (examples.length === 0) return { ...plain, first: own, replaced }
  if (examples.every(({ background }) => background === undefined)) {
    const around: PlacedBackground['around'] = (task, example) => (example ? task : [...own, ...task])
    return { ...plain, first: ofTemplate, replaced, around }
  }

  const label = variablesIn(step.background).flatMap((name) => settings.recipe.variables[name]?.label ?? [])[0] ?? ''
  const isBehind = settings.style === 'persona-few-shot' && step.turn !== undefined
  const behind = (task: PromptPart[], background: PromptPart[]) => [...task, { text: `\n\n${label}: ` }, ...background]
  return {
    first: [],
    replaced,
    ofExample: ({ background }) => (background ? `${label}: ${background.trim()}\n` : ''),
    around(task, example) {
      const texts = example ? [{ text: example.background ?? '' }] : own
      return isBehind ? behind(trimEnd(task), trimEnd(texts)) : [...texts, ...task]
    },
  }
}

/** Files end texts with a line break; a message does not. */
export function trimEnd(parts: PromptPart[]): PromptPart[] {
  const last = parts.at(-1)
  if (!last || last.inserted) return parts
  const text = last.text.trimEnd()
  return text ? [...parts.slice(0, -1), { text }] : trimEnd(parts.slice(0, -1))
}
