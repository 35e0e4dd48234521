import type { ExportRequest, ExportShape } from '#contract/exports'

type Snippet = { tool: string; language: string; text: string }

/** How the tools that read a shape are told about the file; nothing for shapes that none reads by itself. */
export function trainingSnippets({ shape, format }: Pick<ExportRequest, 'shape' | 'format'>, file: string): string[] {
  const snippets = format === 'csv' ? [] : (byShape[shape]?.(file) ?? [])
  if (snippets.length === 0) return []
  return [
    '## Training on it',
    '',
    ...snippets.flatMap(({ tool, language, text }) => [`${tool}:`, '', `\`\`\`${language}`, text, '```', '']),
  ]
}

const kindOf = (file: string) => (file.endsWith('.parquet') ? 'parquet' : 'json')

const load = (file: string) => `load_dataset("${kindOf(file)}", data_files="${file}", split="train")`

const trl = (file: string, trainer: string): Snippet => ({
  tool: 'TRL',
  language: 'python',
  text: `from datasets import load_dataset\n\ndataset = ${load(file)}  # for ${trainer}`,
})

const llamaFactory = (file: string, entry: Record<string, unknown>): Snippet => ({
  tool: 'LLaMA-Factory (data/dataset_info.json)',
  language: 'json',
  text: JSON.stringify({ persona_loom: { file_name: file, ...entry } }, null, 2),
})

const axolotl = (file: string, lines: readonly string[]): Snippet => ({
  tool: 'Axolotl',
  language: 'yaml',
  text: ['datasets:', `  - path: ${file}`, `    ds_type: ${kindOf(file)}`, ...lines.map((line) => `    ${line}`)].join(
    '\n',
  ),
})

const byShape: Partial<Record<ExportShape, (file: string) => Snippet[]>> = {
  messages: (file) => [
    trl(file, 'SFTTrainer'),
    llamaFactory(file, {
      formatting: 'sharegpt',
      columns: { messages: 'messages' },
      tags: {
        role_tag: 'role',
        content_tag: 'content',
        user_tag: 'user',
        assistant_tag: 'assistant',
        system_tag: 'system',
      },
    }),
    axolotl(file, ['type: chat_template', 'field_messages: messages']),
    {
      tool: 'Unsloth',
      language: 'python',
      text: `from datasets import load_dataset\n\ndataset = ${load(file)}\ndataset = dataset.map(lambda row: {"text": tokenizer.apply_chat_template(row["messages"], tokenize=False)})`,
    },
  ],
  alpaca: (file) => [
    llamaFactory(file, {
      columns: { prompt: 'instruction', query: 'input', response: 'output', system: 'system' },
    }),
    axolotl(file, ['type: alpaca']),
  ],
  sharegpt: (file) => [
    llamaFactory(file, {
      formatting: 'sharegpt',
      columns: { messages: 'conversations' },
      tags: { system_tag: 'system' },
    }),
    axolotl(file, [
      'type: chat_template',
      'field_messages: conversations',
      'message_property_mappings: { role: from, content: value }',
    ]),
    {
      tool: 'Unsloth',
      language: 'python',
      text: `from datasets import load_dataset\nfrom unsloth.chat_templates import standardize_sharegpt\n\ndataset = standardize_sharegpt(${load(file)})`,
    },
  ],
  'prompt-only': (file) => [trl(file, 'GRPOTrainer and others that write the answers themselves')],
  'prompt-completion': (file) => [trl(file, 'SFTTrainer')],
}
