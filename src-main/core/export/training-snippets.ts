import type { ExportRequest, ExportShape } from '#contract/exports'

type Snippet = { tool: string; language: string; text: string }
/** What the tools are told about a file of one shape, and a sentence about those that cannot read it. */
type Advice = { snippets: Snippet[]; otherwise?: string }

/** How training tools are told about the file or, where they cannot read its shape, which shape to export instead. */
export function trainingSnippets({ shape, format }: Pick<ExportRequest, 'shape' | 'format'>, file: string): string[] {
  const { snippets, otherwise } = format === 'csv' ? tableAdvice(shape, file) : byShape[shape](file)
  return [
    '## Training on it',
    '',
    ...snippets.flatMap(({ tool, language, text }) => [`${tool}:`, '', `\`\`\`${language}`, text, '```', '']),
    ...(otherwise === undefined ? [] : [otherwise, '']),
  ]
}

const kinds: Record<string, string> = { jsonl: 'json', csv: 'csv', parquet: 'parquet' }
const kindOf = (file: string) => kinds[file.slice(file.lastIndexOf('.') + 1)] ?? 'json'

/** In a table an empty text and none look alike; without the last option both would be none, and so would "NA". */
const load = (file: string) =>
  `load_dataset("${kindOf(file)}", data_files="${file}", split="train"${kindOf(file) === 'csv' ? ', keep_default_na=False' : ''})`

const python = (tool: string, file: string, lines: readonly string[] = []): Snippet => ({
  tool,
  language: 'python',
  text: ['from datasets import load_dataset', '', `dataset = ${load(file)}`, ...lines].join('\n'),
})

const trl = (file: string, trainer: string): Snippet => ({
  ...python('TRL', file),
  text: `${python('TRL', file).text}  # for ${trainer}`,
})

/** Where there are tags all of them are named, as its reader takes one that is missing among others for none. */
const llamaFactory = (file: string, entry: Record<string, unknown>, stage = ''): Snippet => ({
  tool: `LLaMA-Factory (data/dataset_info.json${stage})`,
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

/** Unsloth trains on one text a row; `chat` is Python for the messages of `row`. */
const chatTexts = (chat: string) =>
  `dataset = dataset.map(lambda row: {"text": tokenizer.apply_chat_template(${chat}, tokenize=False)}, remove_columns=dataset.column_names)`

const instead = (tools: string, shape: string, why: string) =>
  `${tools} ${why}: export the same rows in the shape \`${shape}\`.`

/** Shapes that tell how rows were made; a tool would not know what to train on. */
const record = (file: string): Advice => ({
  snippets: [python('To look at it', file)],
  otherwise: instead('TRL, LLaMA-Factory, Axolotl and Unsloth', 'messages', 'do not train on this shape as it is'),
})

const byShape: Record<ExportShape, (file: string) => Advice> = {
  messages: (file) => ({
    snippets: [
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
      python('Unsloth', file, [chatTexts('row["messages"]')]),
    ],
  }),
  alpaca: (file) => ({
    snippets: [
      python('TRL', file, [...alpacaPair, 'dataset = dataset.map(pair, remove_columns=dataset.column_names)']),
      llamaFactory(file, { columns: { prompt: 'instruction', query: 'input', response: 'output', system: 'system' } }),
      axolotl(file, ['type: alpaca_w_system.load']),
      python('Unsloth', file, [...alpacaPair, 'dataset = dataset.map(pair)', chatTexts(pairOf)]),
    ],
  }),
  sharegpt: (file) => ({
    snippets: [
      python('TRL', file, shareGptRoles),
      llamaFactory(file, {
        formatting: 'sharegpt',
        columns: { messages: 'conversations' },
        tags: {
          role_tag: 'from',
          content_tag: 'value',
          user_tag: 'human',
          assistant_tag: 'gpt',
          system_tag: 'system',
        },
      }),
      axolotl(file, [
        'type: chat_template',
        'field_messages: conversations',
        'message_property_mappings: { role: from, content: value }',
      ]),
      python('Unsloth', file, [...shareGptRoles, chatTexts('row["messages"]')]),
    ],
  }),
  'prompt-only': (file) => ({
    snippets: [trl(file, 'GRPOTrainer and others that write the answers themselves, Unsloth’s too')],
    otherwise: instead('LLaMA-Factory and Axolotl', 'messages', 'need answers, which this shape leaves out'),
  }),
  'prompt-completion': (file) => ({
    snippets: [trl(file, 'SFTTrainer'), python('Unsloth', file, [chatTexts(pairOf)])],
    otherwise: instead('LLaMA-Factory and Axolotl', 'messages', 'do not read this shape'),
  }),
  release: (file) => ({
    snippets: [
      python('TRL and Unsloth, the texts alone', file, [
        'dataset = dataset.rename_column("synthesized text", "text").select_columns(["text"])',
      ]),
      llamaFactory(file, { columns: { prompt: 'synthesized text' } }, ', the texts alone, stage: pt'),
      axolotl(file, ['type: completion', 'field: synthesized text']),
    ],
    otherwise: instead('For a task with its answer this shape', 'messages', 'has no task'),
  }),
  seed: record,
  raw: record,
  custom: record,
}

/** TRL itself renames the keys alone, so that a chat template would be given "human" and "gpt" (1.16). */
const shareGptRoles = [
  '',
  'roles = {"system": "system", "human": "user", "gpt": "assistant"}',
  '',
  'def chat(row):',
  '    return {"messages": [{"role": roles[turn["from"]], "content": turn["value"]} for turn in row["conversations"]]}',
  '',
  'dataset = dataset.map(chat, remove_columns=dataset.column_names)',
]

const alpacaPair = [
  '',
  'def pair(row):',
  '    system = [{"role": "system", "content": row["system"]}] if row["system"] else []',
  '    return {',
  '        "prompt": [*system, {"role": "user", "content": row["instruction"]}],',
  '        "completion": [{"role": "assistant", "content": row["output"]}],',
  '    }',
  '',
]
const pairOf = 'row["prompt"] + row["completion"]'

/** Of a table only what is read in Python: the others take an empty cell for nothing. */
function tableAdvice(shape: ExportShape, file: string): Advice {
  const { snippets, otherwise } = byShape[shape](file)
  const sentences = [
    ...(otherwise === undefined ? [] : [otherwise]),
    'LLaMA-Factory and Axolotl take an empty cell of a table for none: export JSONL or Parquet for them.',
    'Cells that begin like a formula have a quote mark in front, unless that was switched off.',
  ]
  return { snippets: snippets.filter(({ language }) => language === 'python'), otherwise: sentences.join(' ') }
}
