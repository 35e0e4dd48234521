import type { SectionParting } from '#contract/template-drafts'
import { isGreeted } from './text-kind.ts'

/** A part of a text and the line where it begins, counted from 1. */
export type TextPiece = { line: number; text: string }

const ruleLine = /^\s*([-=*])(?:[ \t]*\1){2,}\s*$/
const label = /^\p{L}[\p{L}\p{N} ]{0,30}:/u
/** Two paragraphs may begin alike by chance. */
const fewestAlike = 3

const ways: [SectionParting, (text: string) => TextPiece[]][] = [
  ['rules', partAtRules],
  ['gaps', partAtGaps],
  ['beginnings', partAtBeginnings],
]

/** Pieces without blank lines. */
export function splitParagraphs(text: string): TextPiece[] {
  return part(text, (lines, at) => isBlank(lines[at]))
}

/** Pieces in which blank lines may stand, by the first way that parts the text, and that way; all of it and null where none does. */
export function splitSections(text: string): { pieces: TextPiece[]; parting: SectionParting | null } {
  for (const [parting, way] of ways) {
    const pieces = way(text)
    if (pieces.length > 1) return { pieces, parting }
  }
  return { pieces: partAtRules(text), parting: null }
}

/** Whether a text has sections that its paragraphs are not. One wide gap may be a slip. */
export function hasSections(text: string): boolean {
  const gapped = partAtGaps(text)
  return (
    partAtRules(text).length > 1 ||
    (gapped.length > 2 && gapped.some((piece) => splitParagraphs(piece.text).length > 1)) ||
    partAtBeginnings(text).length > 1
  )
}

function partAtRules(text: string): TextPiece[] {
  return part(text, (lines, at) => ruleLine.test(lines[at] ?? ''))
}

function partAtGaps(text: string): TextPiece[] {
  return part(text, (lines, at) => isBlank(lines[at]) && (isBlank(lines[at - 1]) || isBlank(lines[at + 1])))
}

/** At paragraphs that greet somebody, or that have the first one's label, where others stand between. */
function partAtBeginnings(text: string): TextPiece[] {
  const paragraphs = splitParagraphs(text)
  const [first] = paragraphs
  const named = first && label.exec(first.text)?.[0]
  if (!first || (!named && !isGreeted(first.text))) return []
  const alike = paragraphs.filter((each) => (named ? each.text.startsWith(named) : isGreeted(each.text)))
  if (alike.length < fewestAlike || alike.length === paragraphs.length) return []
  const lines = text.split('\n')
  return alike.map(({ line }, at) => {
    const next = alike[at + 1]
    return {
      line,
      text: lines
        .slice(line - 1, next && next.line - 1)
        .join('\n')
        .trim(),
    }
  })
}

function part(text: string, parts: (lines: readonly string[], at: number) => boolean): TextPiece[] {
  const lines = text.split('\n')
  const found: { line: number; lines: string[] }[] = []
  let isOpen = false
  for (const [at, line] of lines.entries()) {
    if (parts(lines, at)) isOpen = false
    else if (isOpen) found.at(-1)?.lines.push(line)
    else if (!isBlank(line)) {
      found.push({ line: at + 1, lines: [line] })
      isOpen = true
    }
  }
  return found.map((piece) => ({ line: piece.line, text: piece.lines.join('\n').trim() }))
}

/** No line stands before the first and behind the last. */
function isBlank(line: string | undefined): boolean {
  return line !== undefined && line.trim() === ''
}
