import { createLoopGuard } from './repetition.ts'

const sameInList = 3

type Level = { kind: 'list' | 'object'; counts: Map<string, number>; expectsKey: boolean }

/**
 * Follows JSON while it is being written: where its one value ends, and whether its texts loop. Keys repeat by right and
 * do not count. The JSON is expected to be valid so far, as a grammar makes it.
 */
export function createJsonWatcher() {
  const guard = createLoopGuard()
  const levels: Level[] = []
  let inString = false
  let escaped = false
  let isKey = false
  let text = ''
  let ended = false
  let loops = false

  function endString(): void {
    inString = false
    const level = levels.at(-1)
    if (isKey) return
    loops = guard.breakText() || loops
    if (level?.kind === 'list') {
      const count = (level.counts.get(text) ?? 0) + 1
      level.counts.set(text, count)
      loops ||= count >= sameInList
    }
    if (!level) ended = true
  }

  function takeInString(character: string): void {
    if (!escaped && character === '"') return endString()
    if (!escaped && character === '\\') {
      escaped = true
      return
    }
    text += escaped ? `\\${character}` : character
    // An escaped line break begins a line to a reader, and so it does here.
    const shown = escaped && character === 'n' ? '\n' : character
    escaped = false
    if (!isKey) loops = guard.push(shown) || loops
  }

  function take(character: string): void {
    const level = levels.at(-1)
    if (inString) return takeInString(character)
    switch (character) {
      case '"':
        inString = true
        text = ''
        isKey = level?.kind === 'object' && level.expectsKey
        break
      case '{':
      case '[':
        levels.push({ kind: character === '[' ? 'list' : 'object', counts: new Map(), expectsKey: character === '{' })
        break
      case '}':
      case ']':
        levels.pop()
        ended = levels.length === 0
        break
      case ':':
      case ',':
        if (level) level.expectsKey = character === ','
        break
    }
  }

  return {
    /** `end` is where in the piece the value ended; undefined while it goes on. */
    push(piece: string): { end: number | undefined; loops: boolean } {
      let position = 0
      for (const character of piece) {
        position += character.length
        take(character)
        if (ended) return { end: position, loops }
      }
      return { end: undefined, loops }
    },
  }
}
