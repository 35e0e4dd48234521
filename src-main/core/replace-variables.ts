import { variablePattern } from '#contract/variables'
import type { PromptPart } from './engine.ts'

export function variablesIn(text: string): string[] {
  return Array.from(text.matchAll(variablePattern), ([, name]) => name as string)
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
