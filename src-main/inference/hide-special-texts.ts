import type { PromptMessage } from '../core/engine.ts'

export type ChatMessage = { role: PromptMessage['role']; content: string }

/** A stretch of a rendered prompt; what is plain must be tokenised without control tokens. */
export type TextStretch = { text: string; plain: boolean }

type Hidden = {
  messages: ChatMessage[]
  /** Puts the hidden texts back into what was rendered, and tells which stretches came from inserted values. */
  reveal(rendered: string): TextStretch[]
}

/** Unicode's private areas: no text in any language uses them. */
const firstMarker = 0xe000

/**
 * Replaces each text of a control token that touches an inserted value by one private character, so that the chat
 * template neither sees nor acts on it. Such a text may begin or end outside the value ("<" + "|im_end|" + ">").
 */
export function hideSpecialTexts(messages: readonly PromptMessage[], specialTexts: RegExp | undefined): Hidden {
  const whole = messages.map(({ role, parts }) => ({ role, content: parts.map(({ text }) => text).join('') }))
  if (!specialTexts) return { messages: whole, reveal: (text) => [{ text, plain: false }] }

  const markers = createMarkers(whole)
  /** Inserted values that hold a marker, with the marker in them. */
  const values = new Set<string>()
  const hiddenMessages = messages.map(({ role, parts }, at) => {
    const content = whole[at]?.content ?? ''
    const runs = insertedRuns(parts)
    const found = Array.from(content.matchAll(specialTexts), (match) => ({
      start: match.index,
      end: match.index + match[0].length,
    })).filter((each) => runs.some((run) => each.start < run.end && run.start < each.end))
    const hide = (start: number, end: number) => replaceRanges(content, found, start, end, markers.of)
    for (const run of runs) {
      if (found.some((each) => each.start < run.end && run.start < each.end)) values.add(hide(run.start, run.end))
    }
    return { role, content: hide(0, content.length) }
  })
  return { messages: hiddenMessages, reveal: (rendered) => revealed(rendered, values, markers) }
}

type Range = { start: number; end: number }

function insertedRuns(parts: PromptMessage['parts']): Range[] {
  const runs: Range[] = []
  let end = 0
  for (const { text, inserted } of parts) {
    const start = end
    end += text.length
    if (!inserted) continue
    const last = runs.at(-1)
    if (last?.end === start) last.end = end
    else runs.push({ start, end })
  }
  return runs
}

/** The text from `start` to `end`, where each range that begins or ends inside is replaced as a whole. */
function replaceRanges(text: string, ranges: Range[], start: number, end: number, replace: (text: string) => string) {
  let result = ''
  let position = start
  for (const range of ranges) {
    if (range.end <= start || range.start >= end) continue
    result += text.slice(position, Math.max(position, range.start)) + replace(text.slice(range.start, range.end))
    position = range.end
  }
  return result + text.slice(position, Math.max(position, end))
}

type Markers = { of: (text: string) => string; textOf: (character: string) => string | undefined }

/** One private character for each hidden text; characters that the messages use themselves are passed over. */
function createMarkers(messages: ChatMessage[]): Markers {
  const used = new Set(messages.flatMap(({ content }) => content.match(/\p{Co}/gu) ?? []))
  const byText = new Map<string, string>()
  const byMarker = new Map<string, string>()
  let next = firstMarker
  return {
    of(text) {
      const known = byText.get(text)
      if (known) return known
      let marker = String.fromCodePoint(next++)
      while (used.has(marker) || !/\p{Co}/u.test(marker)) marker = String.fromCodePoint(next++)
      byText.set(text, marker)
      byMarker.set(marker, text)
      return marker
    },
    textOf: (character) => byMarker.get(character),
  }
}

/** A value is one plain stretch where it stands whole or trimmed; where a template changed it, each marker is one. */
function revealed(rendered: string, values: ReadonlySet<string>, markers: Markers): TextStretch[] {
  const show = (text: string) => text.replace(/\p{Co}/gu, (character) => markers.textOf(character) ?? character)
  // Longest first, as one value may be part of another.
  const forms = [...values].flatMap((value) => [value, value.trim()]).sort((a, b) => b.length - a.length)

  function split(text: string, [form, ...others]: string[]): TextStretch[] {
    if (form === undefined) {
      return text.split(/(\p{Co})/u).map((piece) => ({ text: show(piece), plain: markers.textOf(piece) !== undefined }))
    }
    return text
      .split(form)
      .flatMap((piece, at) => [...(at > 0 ? [{ text: show(form), plain: true }] : []), ...split(piece, others)])
  }

  return split(rendered, forms).reduce<TextStretch[]>((joined, stretch) => {
    const last = joined.at(-1)
    if (stretch.text === '') return joined
    // Pieces without a marker between them are one text to the tokenizer.
    if (last && !last.plain && !stretch.plain) last.text += stretch.text
    else joined.push(stretch)
    return joined
  }, [])
}
