import { z } from 'zod'
import { SamplingChoice } from './sampling.ts'

/** How examples reach the model: none; a numbered list in one message; earlier turns of the chat, each with its persona. */
export const PromptStyle = z.enum(['zero-shot', 'few-shot', 'persona-few-shot'])
export type PromptStyle = z.infer<typeof PromptStyle>

const Variable = z.strictObject({
  label: z.string().min(1).max(100),
  /** The name of a choice or, where there are none, the text itself. */
  default: z.string(),
  /** The choice for models that the catalogue calls small. */
  small: z.string().optional(),
  choices: z.record(z.string(), z.string()).optional(),
})

export const OutputFormName = z.enum(['text', 'json', 'choice', 'pattern'])

/** What a line of a labelled text begins with: “Wish” of “Wish: to learn her name”. */
export const Label = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^:\n]+$/, 'A label has no colon and no line break')

/** Words of a text, on one line. */
const Phrase = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\n]+$/, 'A phrase has no line break')

const OutputContract = z.strictObject({
  /** `choice`: one of `choices`; `pattern`: what `pattern` describes, from its ^ to its $. */
  form: OutputFormName.default('text'),
  choices: z.array(z.string().trim().min(1).max(500)).min(2).max(500).optional(),
  pattern: z.string().min(1).max(2_000).optional(),
  /** For texts: where one of these would come next, the answer ends before it. */
  stop: z.array(z.string().min(1).max(200)).max(16).optional(),
  /** Words needed after the start or, for JSON, in each named field. */
  minWords: z.union([z.int().min(0).max(10_000), z.record(z.string(), z.int().min(0).max(10_000))]).default(0),
  /** For texts: each must begin a line, with a colon behind it and something after that; the start counts. */
  labels: z.array(Label).min(1).max(30).optional(),
  /** For texts: each must stand somewhere in it, in any case: “What am I?”; the start counts. */
  phrases: z.array(Phrase).min(1).max(10).optional(),
  /** JSON schema of the answer; every string and list bounded. */
  schema: z.record(z.string(), z.unknown()).optional(),
})
export type OutputContract = z.infer<typeof OutputContract>

const Example = z.strictObject({
  persona: z.string().min(1),
  /** What follows the start: text, or the object for a JSON form. */
  output: z.union([z.string().min(1), z.record(z.string(), z.unknown())]),
  /**
   * The background that it was written for, in place of the template's. Such examples are shown where a person's own text
   * stands in the template's background, and nowhere else.
   */
  background: z.string().min(1).max(20_000).optional(),
})
export type Example = z.infer<typeof Example>

const Step = z.strictObject({
  name: z.string().min(1).max(60),
  /** Text placed once before everything else, shared by all rows. */
  background: z.string().default(''),
  /** The whole task; holds `{persona}`. */
  prompt: z.string().min(1).max(200_000),
  /** Short form of the task for example turns; the prompt itself where missing. */
  turn: z.string().max(20_000).optional(),
  /** Required beginning of the answer, written in before the model goes on. */
  start: z.string().max(200).default(''),
  output: OutputContract.default({ form: 'text', minWords: 0 }),
  /** What suits this task better than the model's usual way. */
  sampling: SamplingChoice.optional(),
  /** Examples drawn for each row, by its seed. */
  draw: z.int().min(0).max(20).default(3),
  examples: z.array(Example).max(1000).default([]),
})
export type Step = z.infer<typeof Step>

const TemplateKey = z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'A template key is made of a-z, 0-9 and -')

/** A template as one readable file. */
export const Recipe = z.strictObject({
  format: z.literal('persona-loom/recipe@1'),
  key: TemplateKey,
  /** The built-in template that it was copied from. */
  origin: TemplateKey.optional(),
  name: z.string().trim().min(1).max(100),
  summary: z.string().max(500).default(''),
  /** The value of `description` in the three-key export. */
  description: z.string().max(200).default(''),
  language: z.string().max(35).default('en'),
  /** Under which its texts may be used, as an SPDX name; nobody said where missing. */
  licence: z.string().trim().max(200).optional(),
  system: z.string().max(20_000).default('You are a helpful assistant.'),
  variables: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/i), Variable).default({}),
  steps: z.array(Step).length(1, 'This version runs templates of one step'),
})
export type Recipe = z.infer<typeof Recipe>
