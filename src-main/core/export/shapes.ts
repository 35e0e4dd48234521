import { AppError } from '#contract/errors'
import type { ExportField, ExportRequest } from '#contract/exports'

/** Everything that a row has to give, by the names that people choose from. */
export type ExportRow = Record<Exclude<ExportField, 'answer' | 'position' | 'seed' | 'tokens'>, string | null> &
  Record<'persona' | 'text' | 'start' | 'task' | 'system', string> &
  Record<'position', number> &
  Record<'seed' | 'tokens', number | null>

type Value = string | number | null | object
type Message = { role: 'system' | 'user' | 'assistant'; content: string }

/** Makes the record of a row in some shape, its keys in order. A table needs `columns`; null where rows hold lists. */
export type Shape = { columns: readonly string[] | null; record: (row: ExportRow) => Record<string, Value> }

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
        ['finish_reason', (row) => row.finish_reason],
        ['synthesized text', ({ text }) => text],
      ])
    case 'release':
      return flat([
        ['input persona', ({ persona }) => persona],
        ['synthesized text', answerOf],
        ['description', ({ description }) => description],
      ])
    case 'messages':
      return nested((row) => ({ messages: [...systemOf(row), ...taskOf(row), ...answered(row)] }))
    case 'alpaca':
      return flat([
        ['instruction', ({ task }) => task],
        ['input', () => ''],
        ['output', answerOf],
        ['system', ({ system }) => system],
      ])
    case 'sharegpt':
      return nested((row) => ({
        conversations: [...systemOf(row), ...taskOf(row), ...answered(row)].map(({ role, content }) => ({
          from: speakers[role],
          value: content,
        })),
      }))
    case 'prompt-only':
      return nested((row) => ({ prompt: [{ role: 'user', content: answerOf(row) }] }))
    case 'prompt-completion':
      return nested((row) => ({ prompt: [...systemOf(row), ...taskOf(row)], completion: answered(row) }))
    case 'raw':
      return flat(rawFields.map((field) => [field, pickField(field)]))
    case 'custom':
      if (!mapping) throw new AppError('bad-input', 'Name the fields of the file. Nothing was written.')
      return flat(mapping.map(({ key, field }) => [key, pickField(field)]))
  }
}

const speakers: Record<Message['role'], string> = { system: 'system', user: 'human', assistant: 'gpt' }

function flat(entries: readonly (readonly [key: string, (row: ExportRow) => Value])[]): Shape {
  return {
    columns: entries.map(([key]) => key),
    record: (row) => Object.fromEntries(entries.map(([key, value]) => [key, value(row)])),
  }
}

function nested(record: Shape['record']): Shape {
  return { columns: null, record }
}

function pickField(field: ExportField): (row: ExportRow) => Value {
  return field === 'answer' ? answerOf : (row) => row[field]
}

function systemOf({ system }: ExportRow): Message[] {
  return system ? [{ role: 'system', content: system }] : []
}

function taskOf({ task }: ExportRow): Message[] {
  return [{ role: 'user', content: task }]
}

function answered(row: ExportRow): Message[] {
  return [{ role: 'assistant', content: answerOf(row) }]
}

/** The text without the beginning that was written in. */
function answerOf({ text, start }: ExportRow): string {
  return start !== '' && text.startsWith(start) ? text.slice(start.length).trimStart() : text
}
