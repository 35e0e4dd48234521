import type { TextKind } from '#contract/template-drafts'
import { wordsOf } from '../text.ts'

/** How a task asks for one of them. */
export const kindWords: Record<Exclude<TextKind, 'label'>, string> = {
  question: 'a question',
  exchange: 'a question with its answer',
  conversation: 'a conversation',
  letter: 'a letter',
  steps: 'numbered steps',
  list: 'a list',
  sentence: 'one sentence',
  'short-text': 'a short text',
  text: 'a text',
  'long-text': 'a long text',
  record: 'one JSON object',
}

/** What all of the texts are, by their form alone; the first that fits. */
export function kindOf(texts: readonly string[], start: string): { kind: TextKind; label: string } {
  const all = (test: (text: string) => boolean) => texts.every(test)
  // Who speaks first in all of them is no name of what they are.
  if (all((text) => /^q(?:uestion)?:.*^a(?:nswer)?:/ims.test(text))) return { kind: 'exchange', label: '' }
  if (all(isConversation)) return { kind: 'conversation', label: '' }
  const named = /^([\p{L}][\p{L} ]{2,40}):$/u.exec(start)?.[1]?.toLowerCase()
  if (named) return { kind: 'label', label: named }
  const most = Math.max(...texts.map((text) => wordsOf(text).length))
  const kind: TextKind = all(isGreeted)
    ? 'letter'
    : all((text) => lines(text, /^\d{1,2}[.)] /) >= 2)
      ? 'steps'
      : all((text) => lines(text, /^[-*•] /) >= 2)
        ? 'list'
        : all((text) => /[?？]["”’)]?$/.test(text))
          ? 'question'
          : byLength(most, texts)
  return { kind, label: '' }
}

function byLength(mostWords: number, texts: readonly string[]): TextKind {
  const isOneSentence = texts.every((text) => !/[.!?。]\s+\S|\n/.test(text))
  if (mostWords <= 40 && isOneSentence) return 'sentence'
  if (mostWords <= 80) return 'short-text'
  return mostWords <= 400 ? 'text' : 'long-text'
}

/** Whether a text begins as letters do. */
export function isGreeted(text: string): boolean {
  return /^(?:dear|hi|hello|hey|hallo|liebe[rs]?|sehr geehrte[rs]?|bonjour|cher|chère|hola|estimad[oa]|querid[oa])\b/i.test(
    text,
  )
}

/** Lines that begin with a name and a colon, and somebody speaks more than once. */
export function isConversation(text: string): boolean {
  const speakers = Array.from(text.matchAll(/^([\p{L}\p{N} ]{1,30}): /gmu), ([, name]) => name)
  return new Set(speakers).size > 1 && new Set(speakers).size < speakers.length
}

function lines(text: string, pattern: RegExp): number {
  return text.split('\n').filter((line) => pattern.test(line)).length
}
