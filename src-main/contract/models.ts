import { z } from 'zod'
import { PromptStyle } from './recipe.ts'
import { route } from './route.ts'
import { SamplingChoice } from './sampling.ts'

const Rate = z.object({ slots: z.int(), threads: z.int(), tokensPerSecond: z.number() })

/** What a model can do, each as a number of the rows that tried it out. */
export const Fitness = z.object({
  /** Rows of each kind. */
  rows: z.int(),
  /** Began as the task asked, without a start written in. */
  followsStarts: z.int(),
  /** Ended before the limit, not in a loop. */
  endsByItself: z.int(),
  /** Was JSON with the wanted keys where the task only asked for it. */
  plainJson: z.int(),
  /** The same where the answer was held to a schema. */
  heldJson: z.int(),
  /** Shares eight words in a row with an example. */
  copiesExamples: z.int(),
  /** Thought before it answered. */
  thinksAloud: z.int(),
  /** The way of asking that follows from these; null where no way gives rows. */
  style: PromptStyle.nullable(),
})
export type Fitness = z.infer<typeof Fitness>

/** What was measured of a model on this machine: the number of rows at once and of threads that writes most, and all that were tried. */
export const Calibration = Rate.extend({ rates: z.array(Rate).min(1), fitness: Fitness, measuredAt: z.int() })
export type Calibration = z.infer<typeof Calibration>

export const Model = z.object({
  /** Known by the hash of its file, so that a library can move to another machine. */
  sha256: z.string(),
  name: z.string(),
  fileName: z.string(),
  /** Where the file is, or was. */
  path: z.string(),
  /** `own`: in a models folder and brought there by this app, which may delete it; in such a folder; or anywhere else. */
  place: z.enum(['own', 'models-folder', 'elsewhere']),
  sizeBytes: z.int(),
  /** As its file calls it: "llama", "qwen3". */
  architecture: z.string(),
  quantization: z.string(),
  parameterCount: z.number(),
  contextLength: z.int(),
  licence: z.string(),
  languages: z.array(z.string()),
  style: PromptStyle,
  /** Small models get short backgrounds and examples by default. */
  small: z.boolean(),
  /** What the catalogue recommends. */
  sampling: SamplingChoice,
  isDefault: z.boolean(),
  hasChatTemplate: z.boolean(),
  /** Whether the user gave it a chat template, which is then used in place of the file's. */
  hasOwnTemplate: z.boolean(),
  /** Why it cannot be used now: missing, changed or damaged; null when ready. */
  problem: z.string().nullable(),
  /** Memory that it takes with so many rows at once, of so many tokens each: weights, what rows have read, and working space. */
  memory: z.object({ bytes: z.number(), slots: z.int(), contextSize: z.int() }),
  /** Null until `model.measure` was asked on this machine. */
  calibration: Calibration.nullable(),
  /** Measured in runs on this machine; null before the first. */
  tokensPerSecond: z.number().nullable(),
})
export type Model = z.infer<typeof Model>

const KnownModel = z.object({
  name: z.string(),
  /** Publisher and repository on Hugging Face. */
  place: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  /** Where one of its files is the one to take. */
  file: z.string().optional(),
  sizeBytes: z.int(),
  licence: z.string(),
})
/** What stands in models/suggestions.json; sizes and licences as their publishers state them. */
export const Suggestions = z.object({
  format: z.literal('persona-loom/suggestions@1'),
  models: z.array(KnownModel),
})
export type Suggestions = z.infer<typeof Suggestions>

/** A model that could be fetched, by hand. `needsBytes`: memory that it takes, by its file's size. */
export const SuggestedModel = KnownModel.extend({ needsBytes: z.int(), fits: z.boolean() })
export type SuggestedModel = z.infer<typeof SuggestedModel>

/** Texts of 64 KB: the longest templates known have a third of that. */
const ChatTemplateText = z
  .string()
  .max(65_536)
  .refine((text) => text.trim() !== '', 'is empty')

/** A chat template of the user's. */
export const OwnChatTemplate = z.object({ text: z.string(), sha256: z.string(), setAt: z.int() })
export type OwnChatTemplate = z.infer<typeof OwnChatTemplate>

/** A common chat format: which tokens stand around what is said. */
export const ChatFormat = z.object({ key: z.enum(['chatml', 'llama3', 'gemma', 'mistral', 'plain']), text: z.string() })
export type ChatFormat = z.infer<typeof ChatFormat>

export const modelRoutes = {
  'model.list': route({ input: z.object({}), output: z.array(Model) }),
  /** Stronger models than the one that comes with the app, smallest first. Nothing is fetched. */
  'model.suggestions': route({ input: z.object({}), output: z.array(SuggestedModel) }),
  /** Checks a file's header and hash and makes it known. The file stays where it is. */
  'model.add': route({ input: z.object({ fileId: z.string() }), output: Model }),
  /**
   * Writes with 1, 2, 4, 8 and 16 rows at once and with fewer threads, for a minute at most, then rows that show what the
   * model can do, and keeps what it found. Events tell each rate.
   */
  'model.measure': route({ input: z.object({ sha256: z.string() }), output: Calibration }),
  /** The user's own chat template of a model and the one of its file, null where there is none; and common formats. */
  'model.showTemplate': route({
    input: z.object({ sha256: z.string() }),
    output: z.object({ own: OwnChatTemplate.nullable(), inFile: z.string().nullable(), formats: z.array(ChatFormat) }),
  }),
  /** Loads the model and renders a trial chat with a template; throws where it fails, or leaves out or changes what is said. */
  'model.tryTemplate': route({
    input: z.object({ sha256: z.string(), text: ChatTemplateText }),
    output: z.object({ rendered: z.string() }),
  }),
  /** Tries a template and keeps it: runs that are started from now on use it in place of the file's. */
  'model.setTemplate': route({ input: z.object({ sha256: z.string(), text: ChatTemplateText }), output: Model }),
  /** Goes back to the template of the file. Runs keep the template that they began with. */
  'model.clearTemplate': route({ input: z.object({ sha256: z.string() }), output: Model }),
  /**
   * Forgets a model with what was measured of it; datasets go on naming it. Its file is left alone, and one in a models
   * folder is hidden: it is listed again only when it is added by hand. `deleteFile` takes the file along, where it is the
   * app's own.
   */
  'model.remove': route({
    input: z.object({ sha256: z.string(), deleteFile: z.boolean().default(false) }),
    output: z.void(),
  }),
}

export const modelEvents = {
  /** A number of rows at once and of threads was measured. */
  'model.rate': Rate.extend({ sha256: z.string() }),
}

/** What stands in models/catalogue.json. */
export const CatalogueModel = z.object({
  id: z.string(),
  name: z.string(),
  file: z.string(),
  sizeBytes: z.int(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  licence: z.string(),
  contextLength: z.int(),
  languages: z.array(z.string()),
  parameters: z.string(),
  style: PromptStyle,
  small: z.boolean().default(false),
  sampling: SamplingChoice.prefault({}),
})
export const Catalogue = z.object({
  format: z.literal('persona-loom/catalogue@1'),
  default: z.string(),
  models: z.array(CatalogueModel),
})
export type CatalogueModel = z.infer<typeof CatalogueModel>
