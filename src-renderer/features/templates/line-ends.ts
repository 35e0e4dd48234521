const anyEnd = /\r\n?|\n/g

/** The text as editors hold it: every line ends in one `\n`. */
export function plainEnds(text: string): string {
  return text.replace(anyEnd, '\n')
}

/**
 * Gives an edited text the line ends of the text before the edit, so that what nobody touched is kept to the letter. New
 * lines end as most of the text does.
 */
export function keepLineEnds(before: string, edited: string): string {
  const ends = before.match(anyEnd) ?? []
  if (ends.every((end) => end === '\n')) return edited
  const plain = plainEnds(before)
  const most = Math.min(plain.length, edited.length)
  let head = 0
  while (head < most && plain[head] === edited[head]) head++
  let tail = 0
  while (tail < most - head && plain[plain.length - 1 - tail] === edited[edited.length - 1 - tail]) tail++
  const headEnds = countEnds(plain.slice(0, head))
  const tailEnds = countEnds(plain.slice(plain.length - tail))
  const middle = edited.slice(head, edited.length - tail)
  const used = [
    ...ends.slice(0, headEnds),
    ...Array<string>(countEnds(middle)).fill(commonest(ends)),
    ...ends.slice(ends.length - tailEnds),
  ]
  let at = 0
  return edited.replace(/\n/g, () => used[at++] ?? '\n')
}

function countEnds(text: string): number {
  return text.split('\n').length - 1
}

function commonest(ends: readonly string[]): string {
  const count = (end: string) => ends.filter((each) => each === end).length
  return ['\r\n', '\n', '\r'].reduce((best, end) => (count(end) > count(best) ? end : best))
}
