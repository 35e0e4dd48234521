import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import type { ExportShape } from '#contract/exports'
import { startFileServices } from '../support/file-services.ts'
import { readCsv } from '../support/read-csv.ts'
import { readPack, readSnippets } from '../support/read-pack.ts'

type Entry = {
  file_name: string
  formatting?: string
  columns: Record<string, string>
  tags?: Record<string, string>
}
type Source = {
  path: string
  ds_type: string
  type: string
  message_property_mappings?: Record<string, string>
} & Record<string, unknown>

const template = {
  ...{ name: 'Math', description: 'math problem', system: 'You help.', language: 'en', variables: {} },
  steps: [{ background: '', prompt: 'Write a problem for {persona}.', start: '' }],
}

/** A pack of one row: what it tells the tools, and the first row of its file. */
async function packOf(shape: ExportShape, format: 'jsonl' | 'csv' = 'jsonl') {
  const services = startFileServices()
  const runId = services.addRun([{ persona: 'A baker', text: 'How many loaves?' }], { template })
  const mapping = shape === 'custom' ? { mapping: [{ key: 'who', field: 'persona' as const }] } : {}
  const { problem } = await services.export({ runId, shape, format, ...mapping, pack: true, fileId: 'out.zip' })
  expect(problem).toBeNull()
  const files = readPack(join(services.folder, 'out.zip'))
  const { words, blocks } = readSnippets(files['README.md'] ?? '')
  const codeFor = (tool: string) => blocks.filter((block) => block.tool.startsWith(tool)).map(({ code }) => code)
  const text = files[`train.${format}`] ?? ''
  const row =
    format === 'csv'
      ? Object.fromEntries((readCsv(text)[0] ?? []).map((name) => [name, '']))
      : (JSON.parse(text) as Record<string, unknown>)
  return { words, codeFor, row, blocks }
}

/** The tags of its chats that LLaMA-Factory takes where none are named (0.9.5, data/parser.py). */
const usualTags = {
  role_tag: 'from',
  content_tag: 'value',
  user_tag: 'human',
  assistant_tag: 'gpt',
  system_tag: 'system',
}

test.each(['messages', 'sharegpt', 'alpaca', 'release'] as const)(
  'LLaMA-Factory finds the columns, roles and texts of the shape %s under the names that it is told',
  async (shape) => {
    const { codeFor, row } = await packOf(shape)
    const [code = ''] = codeFor('LLaMA-Factory')
    const { persona_loom: entry } = JSON.parse(code) as { persona_loom: Entry }
    expect(entry.file_name).toBe('train.jsonl')
    for (const column of Object.values(entry.columns)) expect(Object.keys(row)).toContain(column)
    if (entry.formatting !== 'sharegpt') return
    const turns = row[entry.columns['messages'] as string] as Record<string, string>[]
    // One that is named sets all others to none.
    const tags: Record<string, string | undefined> = entry.tags ?? usualTags
    const [role, content] = [tags['role_tag'] ?? '', tags['content_tag'] ?? '']
    expect(turns.map((turn) => turn[role])).toEqual([tags['system_tag'], tags['user_tag'], tags['assistant_tag']])
    expect(turns.map((turn) => turn[content])).toEqual([
      ...['You help.', 'Write a problem for A baker.', 'How many loaves?'],
    ])
  },
)

test.each([
  ['messages', 'chat_template', 'field_messages'],
  ['sharegpt', 'chat_template', 'field_messages'],
  // Plain `alpaca` would leave the system text out.
  ['alpaca', 'alpaca_w_system.load', undefined],
  ['release', 'completion', 'field'],
] as const)('Axolotl reads the shape %s by a way that takes all of it', async (shape, type, field) => {
  const { codeFor, row } = await packOf(shape)
  const [source] = (parse(codeFor('Axolotl')[0] ?? '') as { datasets: Source[] }).datasets
  expect(source).toMatchObject({ path: 'train.jsonl', ds_type: 'json', type })
  if (field) expect(Object.keys(row)).toContain(source?.[field])
  const turns = row[String(source?.['field_messages'])]
  if (!Array.isArray(turns)) return
  const { role, content } = source?.message_property_mappings ?? { role: 'role', content: 'content' }
  expect(Object.keys(turns[0])).toEqual([role, content])
})

test.each([
  ['messages', 'jsonl'],
  ['alpaca', 'jsonl'],
  ['alpaca', 'csv'],
  ['sharegpt', 'jsonl'],
  ['prompt-only', 'jsonl'],
  ['prompt-completion', 'jsonl'],
  ['release', 'jsonl'],
  ['release', 'csv'],
] as const)('TRL and Unsloth are given the shape %s as %s under columns that they know', async (shape, format) => {
  const { codeFor, row } = await packOf(shape, format)
  const code = codeFor('TRL')
  expect(code).toHaveLength(1)
  const own = [...Object.keys(row), 'messages', 'text', 'prompt', 'completion']
  for (const text of [...code, ...codeFor('Unsloth')]) {
    expect(text).toContain(`data_files="train.${format}"`)
    expect(own).toEqual(expect.arrayContaining(Array.from(text.matchAll(/row\["([^"]+)"\]/g), ([, key]) => key)))
    for (const [, old] of text.matchAll(/rename_column\("([^"]+)"/g)) expect(Object.keys(row)).toContain(old)
    // What its trainers read: https://huggingface.co/docs/trl/dataset_formats.
    const made = Array.from(text.matchAll(/"(messages|prompt|completion|text)"/g), ([, key]) => key)
    const known = ['messages', 'prompt', 'completion', 'text']
    expect([...made, ...Object.keys(row)].some((key) => known.includes(key ?? ''))).toBe(true)
  }
})

test.each([
  ['prompt-only', 'jsonl', 'LLaMA-Factory and Axolotl'],
  ['prompt-completion', 'jsonl', 'LLaMA-Factory and Axolotl'],
  ['seed', 'jsonl', 'TRL, LLaMA-Factory, Axolotl and Unsloth'],
  ['raw', 'jsonl', 'TRL, LLaMA-Factory, Axolotl and Unsloth'],
  ['custom', 'jsonl', 'TRL, LLaMA-Factory, Axolotl and Unsloth'],
  ['seed', 'csv', 'TRL, LLaMA-Factory, Axolotl and Unsloth'],
] as const)('tools that cannot read the shape %s as %s are named, and the shape to take instead', async (...given) => {
  const [shape, format, tools] = given
  const { words, blocks } = await packOf(shape, format)
  expect(words).toContain(`${tools} `)
  expect(words).toContain('export the same rows in the shape `messages`.')
  // There is a way to load it all the same.
  expect(blocks[0]?.code).toContain(`load_dataset("${format === 'csv' ? 'csv' : 'json'}", data_files="train.${format}"`)
})

test('a table says which formats to take for the tools that cannot tell an empty cell from none', async () => {
  const { words, blocks } = await packOf('alpaca', 'csv')
  expect(words).toContain('export JSONL or Parquet for them')
  expect(blocks.map(({ tool }) => tool)).toEqual(['TRL', 'Unsloth'])
  for (const { code } of blocks) expect(code).toContain('keep_default_na=False')
})

test('the roles of ShareGPT become those that chat templates know', async () => {
  const { codeFor, row } = await packOf('sharegpt')
  const speakers = (row['conversations'] as Record<string, string>[]).map(({ from }) => from)
  for (const code of [...codeFor('TRL'), ...codeFor('Unsloth')]) {
    const roles = JSON.parse(/roles = (\{.*\})/.exec(code)?.[1] ?? '') as Record<string, string>
    expect(speakers.map((speaker) => roles[speaker ?? ''])).toEqual(['system', 'user', 'assistant'])
  }
})
