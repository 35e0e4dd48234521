/** Ends a text before the first of some texts, and holds back what may be the beginning of one. */
export function createStopper(stops: readonly string[]) {
  const longest = Math.max(0, ...stops.map(({ length }) => length))
  let held = ''
  let stopped = false

  return {
    /** Takes the next piece; gives what is certain to belong to the text. */
    push(piece: string): { text: string; stops: boolean } {
      if (stopped) return { text: '', stops: true }
      if (longest === 0) return { text: piece, stops: false }
      held += piece
      const places = stops.map((stop) => held.indexOf(stop)).filter((at) => at >= 0)
      stopped = places.length > 0
      const length = stopped ? Math.min(...places) : held.length - longestBeginning()
      const text = held.slice(0, length)
      held = stopped ? '' : held.slice(length)
      return { text, stops: stopped }
    },
    /** What was held back, when no more will come. */
    end(): string {
      const text = held
      held = ''
      return text
    },
  }

  function longestBeginning(): number {
    for (let length = Math.min(longest - 1, held.length); length > 0; length--) {
      const tail = held.slice(-length)
      if (stops.some((stop) => stop.startsWith(tail))) return length
    }
    return 0
  }
}
