import type { Example, PromptStyle, Recipe, Step } from '#contract/recipe'
import type { RowCheck } from '#contract/rows'
import type { Reason } from '#contract/runs'
import type { Prompt } from './engine.ts'

/** How a template is put to a model. */
export type PromptSettings = {
  recipe: Recipe
  style: PromptStyle
  /** Replaces the template's own system text. */
  system?: string | undefined
  /** Chosen values: the name of a choice, or a text. */
  variables: Record<string, string>
  /** Whether the model counts as small, which chooses backgrounds. */
  small: boolean
}

export type ComposedPrompt = {
  prompt: Prompt
  /** What the answer must not copy: the instructions, without background and inserted texts. */
  instructions: string
  /** The background as the model reads it, which the answer must not copy either. */
  background: string
  /** All that the model is told whoever the persona is, beside the examples: names in it may be used. */
  given: string
  /** The background that the examples belong to, where a person's own text stands in its place; empty otherwise. */
  replaced: string
  /** The drawn examples as they stand in the prompt. */
  examples: Example[]
}

/** Asks for one persona, with the examples of the given indexes. */
export type ComposePrompt = (settings: PromptSettings, persona: string, drawn: readonly number[]) => ComposedPrompt

export type WrittenText = { text: string; startLength: number; finishReason: string; persona: string }

/** Holds what a model wrote against its template: an empty list means that it is accepted. */
export type CheckText = (written: WrittenText) => Reason[]

/**
 * Holds the beginning of an answer, behind its start, against its template: what is wrong whatever follows, and the
 * length at which it became so; undefined while nothing is.
 */
export type CheckBeginning = (body: string, persona: string) => { reasons: Reason[]; length: number } | undefined

/** A passage or name of a text that stands in what the model read. */
export type CopiedPart = RowCheck['copied'][number]

/** Finds what of a written text is copied, as the checks do: nothing where they accept it in that regard. */
export type FindCopies = (written: Omit<WrittenText, 'finishReason'>) => CopiedPart[]

/** Makes the checks of one template. */
export type CreateTextCheck = (
  step: Step,
  told: Pick<ComposedPrompt, 'instructions' | 'background' | 'given' | 'replaced'>,
) => { whole: CheckText; beginning: CheckBeginning; copies: FindCopies }
