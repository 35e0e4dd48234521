import { z } from 'zod'
import { OutputFormName, PromptStyle, Recipe } from './recipe.ts'
import { route } from './route.ts'
import { DraftRequest, TemplateDraft } from './template-drafts.ts'

export const Template = z.object({
  key: z.string(),
  name: z.string(),
  summary: z.string(),
  description: z.string(),
  builtIn: z.boolean(),
  /** SHA-256 of the recipe, first 32 hex digits: a changed template is another one in the ledger. */
  hash: z.string(),
  examples: z.int(),
  start: z.string(),
  form: OutputFormName,
  /** What a text must have somewhere in it, as “Warm regards,” in a letter. */
  phrases: z.array(z.string()),
  /** How many named fields a JSON answer has, or how many choices there are; 0 for other forms. */
  parts: z.int(),
  /** The beginning of its first example as a row, or of its task where it has none: enough to see what it makes. */
  glimpse: z.string(),
  variables: z.array(z.string()),
})
export type Template = z.infer<typeof Template>

export const ImportedTemplate = Template.extend({
  /** False: the very same stood here already, and nothing was stored. */
  isNew: z.boolean(),
  /** Name of the template that the file's key belongs to, where this one got a key and a name of its own beside it. */
  beside: z.string().nullable(),
})
export type ImportedTemplate = z.infer<typeof ImportedTemplate>

export const ChatMessage = z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })
export type ChatMessage = z.infer<typeof ChatMessage>

export const templateRoutes = {
  'template.list': route({ input: z.object({}), output: z.array(Template) }),
  'template.show': route({
    input: z.object({ key: z.string() }),
    output: z.object({
      template: Template,
      recipe: Recipe,
      /** The built-in template that it is a copy of, as this version of the app brings it. */
      original: Recipe.nullable(),
    }),
  }),
  /** Stores a template of one's own, new or changed. Built-in ones are never overwritten: copy them under another key. */
  'template.save': route({
    input: z.object({
      recipe: z.unknown(),
      /** Hash of the version that it was made from: where another one stands there by now, nothing is stored. */
      replaces: z.string().optional(),
    }),
    output: Template,
  }),
  'template.duplicate': route({ input: z.object({ key: z.string() }), output: Template }),
  'template.remove': route({ input: z.object({ key: z.string() }), output: z.void() }),
  /**
   * Reads a recipe file, or the string templates of a Python file, which is parsed and never run. What is here already is
   * never replaced: another text under the same key comes in beside it.
   */
  'template.import': route({
    input: z.object({ fileId: z.string(), only: z.string().optional() }),
    output: z.array(ImportedTemplate),
  }),
  /**
   * Reads 3 to 10 examples of one's own and drafts a template that makes more of their kind. Stores nothing: what is wrong
   * with the examples stands in the answer, so that it can be asked again with each change.
   */
  'template.draft': route({ input: DraftRequest, output: TemplateDraft }),
  /** The template as one readable file. */
  'template.file': route({
    input: z.object({ key: z.string() }),
    output: z.object({ fileName: z.string(), text: z.string() }),
  }),
  /** What the model is asked for one persona: the messages, and the beginning that is written in. */
  'template.preview': route({
    input: z.object({
      key: z.string(),
      /** A changed template that is not saved, in place of what the key stands for. */
      recipe: z.unknown().optional(),
      personaText: z.string(),
      style: PromptStyle.optional(),
      modelSha256: z.string().optional(),
      system: z.string().optional(),
      variables: z.record(z.string(), z.string()).default({}),
      seed: z.string().default('0'),
      /** Of the persona among those of a run, from 0: it decides which examples are drawn. */
      position: z.int().min(0).default(0),
    }),
    output: z.object({ style: PromptStyle, messages: z.array(ChatMessage), start: z.string(), words: z.int() }),
  }),
}
