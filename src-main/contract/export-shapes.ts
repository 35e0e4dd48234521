/**
 * What stands in a row of the file.
 * - `seed`: prompt, input persona, finish_reason, synthesized text
 * - `release`: input persona, synthesized text, description
 * - `messages`: a chat of the task and the answer, as most training tools read it
 * - `alpaca`: instruction, input, output, system
 * - `sharegpt`: conversations of human and gpt
 * - `prompt-only`: the text itself as what a user asks (TRL)
 * - `prompt-completion`: the task and the answer (TRL)
 * - `raw`: everything that is kept of a row
 * - `custom`: the fields of `mapping` under names of the person's choice
 */
export const exportShapes = [
  'seed',
  'release',
  'messages',
  'alpaca',
  'sharegpt',
  'prompt-only',
  'prompt-completion',
  'raw',
  'custom',
] as const

/** Kinds of file, by their endings too. */
export const exportFormats = ['jsonl', 'csv', 'parquet'] as const

/** Shapes whose rows hold lists, which a table cannot. */
export const nestedShapes: readonly (typeof exportShapes)[number][] = [
  'messages',
  'sharegpt',
  'prompt-only',
  'prompt-completion',
]

/**
 * What a row has to give. `text` has its written start, `answer` not; `task` is what the template asks of this persona,
 * without examples; `prompt` is the exact text that the model got.
 */
export const exportFields = [
  'persona',
  'text',
  'answer',
  'task',
  'system',
  'prompt',
  'description',
  'start',
  'finish_reason',
  'position',
  'state',
  'reasons',
  'verdict',
  'discard_reason',
  'note',
  'seed',
  'tokens',
  'engine',
] as const
