import { AppError } from '#contract/errors'
import type { ExportField, ExportRequest } from '#contract/exports'

/** Everything that a row has to give, by the names that people choose from. */
export type ExportRow = Record<Exclude<ExportField, 'answer' | 'position' | 'seed' | 'tokens'>, string | null> &
  Record<'persona' | 'text' | 'start' | 'task' | 'system', string> &
  Record<'position', number> &
  Record<'seed' | 'tokens', number | null> & { isEdited: boolean }

type Value = string | number | null | object
type Message = { role: 'system' | 'user' | 'assistant'; content: string }

/** `turns` is a list of records with two texts each, which `keys` names. */
export type Column = { name: string; kind: 'text' | 'integer' | 'turns'; keys?: readonly string[] }

/** Makes the record of a row in some shape, its keys in the order of the columns. */
export type Shape = { columns: readonly Column[]; record: (row: ExportRow) => Record<string, Value> }

const rawFields = [
  'position',
  'state',
  'reasons',
  'persona',
  'text',
  'start',
  'task',
  'system',
  'prompt',
  'finish_reason',
  'description',
  'verdict',
  'discard_reason',
  'note',
  'seed',
  'tokens',
  'engine',
] as const satisfies readonly ExportField[]

/** Throws `bad-input` for a custom shape that names no fields. */
export function createShape({ shape, mapping }: Pick<ExportRequest, 'shape' | 'mapping'>): Shape {
  switch (shape) {
    case 'seed':
      return flat([
        ['prompt', ({ prompt }) => prompt ?? ''],
        ['input persona', ({ persona }) => persona],
        ['finish_reason', pickField('finish_reason')],
        ['synthesized text', ({ text }) => text],
      ])
    case 'release':
      return flat([
        ['input persona', ({ persona }) => persona],
        ['synthesized text', answerOf],
        ['description', ({ description }) => description],
      ])
    case 'messages':
      return nested(['messages'], (row) => ({ messages: [...systemOf(row), ...taskOf(row), ...answered(row)] }))
    case 'alpaca':
      return flat([
        ['instruction', ({ task }) => task],
        ['input', () => ''],
        ['output', ({ text }) => text],
        ['system', ({ system }) => system],
      ])
    case 'sharegpt':
      return nested(
        ['conversations'],
        (row) => ({
          conversations: [...systemOf(row), ...taskOf(row), ...answered(row)].map(({ role, content }) => ({
            from: speakers[role],
            value: content,
          })),
        }),
        ['from', 'value'],
      )
    case 'prompt-only':
      return nested(['prompt'], (row) => ({ prompt: [{ role: 'user', content: answerOf(row) }] }))
    case 'prompt-completion':
      return nested(['prompt', 'completion'], (row) => ({
        prompt: [...systemOf(row), ...taskOf(row)],
        completion: answered(row),
      }))
    case 'raw':
      return flat(rawFields.map((field) => [field, pickField(field), kindOf(field)]))
    case 'custom':
      if (!mapping) throw new AppError('bad-input', 'Name the fields of the file. Nothing was written.')
      return flat(mapping.map(({ key, field }) => [key, pickField(field), kindOf(field)]))
  }
}

const speakers: Record<Message['role'], string> = { system: 'system', user: 'human', assistant: 'gpt' }

type Entry = readonly [key: string, value: (row: ExportRow) => Value, kind?: Column['kind']]

function flat(entries: readonly Entry[]): Shape {
  return {
    columns: entries.map(([name, _, kind = 'text']) => ({ name, kind })),
    record: (row) => Object.fromEntries(entries.map(([key, value]) => [key, value(row)])),
  }
}

function nested(names: readonly string[], record: Shape['record'], keys = ['role', 'content']): Shape {
  return { columns: names.map((name) => ({ name, kind: 'turns', keys })), record }
}

function kindOf(field: ExportField): Column['kind'] {
  return field === 'position' || field === 'seed' || field === 'tokens' ? 'integer' : 'text'
}

/**
 * No text is told as an empty one: a column of lines that begins with null for more than a block of a reader has no type
 * there, and texts further down break the reading (datasets 5.2, 10 MB).
 */
function pickField(field: ExportField): (row: ExportRow) => Value {
  if (field === 'answer') return answerOf
  return kindOf(field) === 'text' ? (row) => row[field] ?? '' : (row) => row[field]
}

function systemOf({ system }: ExportRow): Message[] {
  return system ? [{ role: 'system', content: system }] : []
}

function taskOf({ task }: ExportRow): Message[] {
  return [{ role: 'user', content: task }]
}

/** With the beginning that was written in: the task beside it asks for it. */
function answered({ text }: ExportRow): Message[] {
  return [{ role: 'assistant', content: text }]
}

/** The text without the beginning that was written in. */
function answerOf({ text, start }: ExportRow): string {
  return start !== '' && text.startsWith(start) ? text.slice(start.length).trimStart() : text
}
