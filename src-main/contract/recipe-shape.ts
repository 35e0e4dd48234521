import type { Example, OutputContract, Step } from './recipe.ts'

/** A text behind its start, with a space between them unless the start ends its own line. */
export function withStart(start: string, text: string): string {
  return start === '' || /\s$/.test(start) ? `${start}${text}` : `${start} ${text}`
}

/** An example's answer as it stands in a row: its start, then its text; fields as "name: value". */
export function exampleText({ start }: Pick<Step, 'start'>, { output }: Example): string {
  if (typeof output === 'string') return withStart(start, output).trim()
  return Object.entries(output)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('\n')
}

/** The names that a JSON answer must have, in order. */
export function fieldsOf({ schema }: OutputContract): string[] {
  const required = schema?.['required']
  if (Array.isArray(required)) return required.map(String)
  const properties = schema?.['properties']
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : []
}
