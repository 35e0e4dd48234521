/** The first letters of a text for a place of one line, its line breaks as signs: without them two lines read like one sentence. */
export function oneLine(text: string, letters: number): string {
  const start = text.slice(0, letters)
  return start.includes('\n') ? start.trim().replace(/\s*\n\s*/g, ' ↵ ') : start
}
