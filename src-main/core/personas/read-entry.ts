import { storableText, textKey } from '../text.ts'
import type { ImportedRow } from './dataset-store.ts'
import { type PersonaPicker, rowKeys } from './field-mapping.ts'
import type { ImportEntry } from './import-store.ts'
import type { Fields } from './parsed-line.ts'

/** `repaired` counts the texts in which a character that cannot be stored was replaced. */
export type ReadEntry = { entry: ImportEntry; repaired: number } | { problem: string }
export type EntryReader = (fields: Fields, line: number, position: number) => ReadEntry

/** Makes the function that turns a line's fields into what is stored of it: the persona and, for a dataset, its row. */
export function createEntryReader(pick: PersonaPicker, asRows: boolean): EntryReader {
  return (fields, line, position) => {
    let repaired = 0
    const storable = (raw: string): string => {
      const result = storableText(raw)
      if (result.repaired) repaired += 1
      return result.text
    }
    const picked = pick(fields, line)
    if ('problem' in picked) return picked
    const text = storable(picked.text)
    const row = asRows ? readRow(fields, line, position, storable) : null
    if (row && 'problem' in row) return row
    return { entry: { position, key: textKey(text), text, row }, repaired }
  }
}

function readRow(
  fields: Fields,
  line: number,
  position: number,
  storable: (raw: string) => string,
): ImportedRow | { problem: string } {
  const textOf = (name: string): string | null => {
    const value = Object.hasOwn(fields, name) ? fields[name] : null
    return typeof value === 'object' || value === undefined ? null : storable(String(value))
  }
  const text = textOf(rowKeys.text)
  if (text === null) return { problem: `Line ${line} has no text in “${rowKeys.text}”.` }
  return {
    position,
    text,
    prompt: textOf('prompt') ?? '',
    finishReason: textOf('finish_reason') || 'imported',
    description: textOf('description'),
  }
}
