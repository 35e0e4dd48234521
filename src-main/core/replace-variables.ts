import type { PromptPart } from './engine.ts'

/** `{name}` where it stands as a word of its own: braces of JSON, LaTeX or code are left alone. */
const candidates = /(?<![\w\\^}{$]){([a-z][a-z0-9_]*)}(?!})/gi

export function variablesIn(text: string): string[] {
  return Array.from(text.matchAll(candidates), ([, name]) => name as string)
}

/** Replaces the exact tokens of the given names and nothing else. What is put in is marked as inserted. */
export function replaceVariables(text: string, values: Record<string, string>): PromptPart[] {
  const names = Object.keys(values)
  if (names.length === 0) return text ? [{ text }] : []
  const pieces = text.split(new RegExp(`\\{(${names.join('|')})\\}`, 'g'))
  return pieces.flatMap((piece, at): PromptPart[] => {
    if (at % 2 === 0) return piece ? [{ text: piece }] : []
    return [{ text: values[piece] as string, inserted: true }]
  })
}
