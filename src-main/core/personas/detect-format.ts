import { extname } from 'node:path'
import type { FileFormat } from '#contract/personas'
import { guessSeparator } from './parse-csv.ts'

const formats: Record<string, FileFormat> = {
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.json': 'jsonl',
  '.csv': 'csv',
  '.tsv': 'csv',
  '.tab': 'csv',
}

/** A file's format by one of its names or, where they say nothing, by its first line. */
export function detectFormat(
  names: readonly string[],
  firstLine: string,
  isKnownColumn: (name: string) => boolean,
): FileFormat {
  const named = names.flatMap((name) => formats[extname(name).toLowerCase()] ?? [])[0]
  if (named) return named
  if (/^\s*[{[]\s*["{}]/.test(firstLine)) return 'jsonl'
  const columns = firstLine.split(guessSeparator(firstLine)).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
  return columns.length > 1 && columns.some(isKnownColumn) ? 'csv' : 'text'
}
