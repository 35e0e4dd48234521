import { AppError } from '#contract/errors'

/** What a schema may ask for, so that no one's schema can bring llama.cpp's grammar to its knees. */
export const limits = {
  schemaBytes: 64 * 1024,
  depth: 64,
  rules: 1_000,
  /** Characters of one text and entries of one list; llama.cpp refuses more than 2,000 repetitions. */
  characters: 2_000,
  items: 1_000,
  /** Over the whole schema. */
  repetitions: 50_000,
}

/** Bounds where a schema gives none: an end that never comes is the commonest way to lose a row. */
export type Defaults = { characters: number; items: number }

/** The first that let an answer end within its length limit are taken. */
export const defaultSteps: readonly [Defaults, ...Defaults[]] = [
  { characters: 500, items: 10 },
  { characters: 250, items: 8 },
  { characters: 120, items: 5 },
  { characters: 60, items: 3 },
]

export function badSchema(what: string): AppError {
  return badRules(`the schema ${what}`)
}

export function badRules(what: string): AppError {
  return new AppError('bad-template', `The output rules of the template cannot be used: ${what}.`)
}

/** A text as a grammar writes it. */
export function literal(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
