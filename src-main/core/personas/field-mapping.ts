import { AppError } from '#contract/errors'
import type { Fields } from './parsed-line.ts'

export type Picked = { text: string } | { problem: string }
export type PersonaPicker = (fields: Fields, line: number) => Picked

/** The keys of a file that holds rows: the seed's four or the release's three have these. */
export const rowKeys = { persona: 'input persona', text: 'synthesized text' } as const

const personaNames = ['persona', rowKeys.persona, 'input_persona']
const otherNames = ['text', 'description']
const depthLimit = 4
/** Words that a persona has at least, where nothing else tells it from a name or a place. */
const leastWords = 3
const fieldLimit = 1000

export function isPersonaName(name: string): boolean {
  return personaNames.includes(name.trim().toLowerCase())
}

/** Names of all values in some lines, those inside objects as `outer.inner`. */
export function listFields(records: readonly Fields[]): string[] {
  const names = new Set<string>()
  const visit = (value: Fields, prefix: string, depth: number): void => {
    for (const name of Object.keys(value)) {
      if (names.size >= fieldLimit) return
      const inner = value[name]
      if (depth < depthLimit && isObject(inner)) visit(inner, `${prefix}${name}.`, depth + 1)
      else names.add(prefix + name)
    }
  }
  for (const record of records) visit(record, '', 1)
  return Array.from(names)
}

/** The field that holds the personas, where that is plain: by its name, or because it is the only text. */
export function defaultField(fields: readonly string[], records: readonly Fields[]): string | null {
  const named = (wanted: readonly string[]): string | undefined =>
    wanted.flatMap((name) => fields.filter((field) => field.trim().toLowerCase() === name))[0]
  const texts = fields.filter((field) => records.some((record) => typeof valueAt(record, field) === 'string'))
  // A long "name" is the first row of a table without a header.
  const only = texts.length === 1 && (texts[0] as string).length <= 60 ? texts[0] : undefined
  return named(personaNames) ?? only ?? named(otherNames) ?? null
}

/** The field with the longest texts, in words; null where none has texts of three words and more. */
export function likelyField(fields: readonly string[], records: readonly Fields[]): string | null {
  const lengths = fields.map((field) => {
    const texts = records.map((record) => valueAt(record, field)).filter((value) => typeof value === 'string')
    const words = texts.reduce((sum, text) => sum + text.trim().split(/\s+/).length, 0)
    return { field, words: words / Math.max(1, texts.length) }
  })
  const [longest] = lengths.sort((one, other) => other.words - one.words)
  return longest && longest.words >= leastWords ? longest.field : null
}

/** Makes the function that reads a persona from a line: a field's value, or a pattern in which `{field}` is replaced. */
export function createPicker(field: string, fields: readonly string[], fileName: string): PersonaPicker {
  if (fields.includes(field)) return (record, line) => readText(record, field, line)
  const used = fields.filter((name) => field.includes(`{${name}}`))
  if (used.length === 0) throw unknownField(field, fields, fileName)
  const tokens = new RegExp(`\\{(${used.map(RegExp.escape).join('|')})\\}`, 'g')
  return (record, line) => {
    const values = new Map<string, string>()
    for (const name of used) {
      const picked = readText(record, name, line)
      if ('problem' in picked) return picked
      values.set(name, picked.text)
    }
    return { text: field.replace(tokens, (_token, name: string) => values.get(name) as string) }
  }
}

export function unknownField(field: string | null, fields: readonly string[], fileName: string): AppError {
  const shown = fields.slice(0, 20).map((name) => (name.length > 60 ? `${name.slice(0, 60)}…` : name))
  const [first = 'name', second = 'age'] = shown
  const more = fields.length > shown.length ? ` and ${fields.length - shown.length} more` : ''
  const missing = field === null ? 'no persona field' : `no field “${field}”`
  return new AppError(
    'bad-file',
    `${fileName} has ${missing}. Nothing was imported. Its fields are: ${shown.join(', ')}${more}. Choose one as the field, or put several together: "{${first}}, {${second}}".`,
  )
}

/** A field's value as text: lists are joined by commas; an object has no text of its own, and nothing is no text. */
export function readText(record: Fields, field: string, line: number): Picked {
  const value = valueAt(record, field)
  if (value === undefined || value === null) return { problem: `Line ${line} has no “${field}”.` }
  const flat = Array.isArray(value) ? value.filter((part) => part !== null) : [value]
  if (flat.some((part) => typeof part === 'object')) {
    return { problem: `Line ${line}: “${field}” holds an object, not a text. Name a text inside it: ${field}.NAME.` }
  }
  const text = flat.join(', ')
  return text.trim() === '' ? { problem: `Line ${line}: “${field}” is empty.` } : { text }
}

function valueAt(record: Fields, field: string): unknown {
  if (Object.hasOwn(record, field)) return record[field]
  let value: unknown = record
  for (const part of field.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, part)) return undefined
    value = value[part]
  }
  return value
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
