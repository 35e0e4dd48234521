export type MarkedPiece = { text: string; isMarked: boolean }

/** A text with some of its pieces marked. */
export function MarkedText({ pieces }: { pieces: readonly MarkedPiece[] }) {
  return pieces.map(({ text, isMarked }, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces are fixed by their place in the text
    isMarked ? <mark key={at}>{text}</mark> : text,
  )
}
