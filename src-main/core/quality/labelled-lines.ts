/** What may stand before and behind a label where a model writes Markdown: `**Wish:** to learn her name`. */
const before = String.raw`^[ \t]*(?:[-*•#>]+[ \t]+)?[*_]*`
const behind = String.raw`[*_]*[ \t]*[:：][*_]*`

/** Whether a text has each label at the beginning of a line, and something behind each before the next. */
export function hasLabels(text: string, labels: readonly string[]): boolean {
  return labels.every((label) => textBehind(text, label, labels) !== '')
}

/** What stands behind a label, up to the line with the next one; empty where the label is missing too. */
export function textBehind(text: string, label: string, labels: readonly string[]): string {
  const found = lineOf([label]).exec(text)
  if (!found) return ''
  const rest = text.slice(found.index + found[0].length)
  return rest.slice(0, lineOf(labels).exec(rest)?.index).replace(/^[\s*_]+|[\s*_]+$/g, '')
}

function lineOf(labels: readonly string[]): RegExp {
  const names = labels.map((label) => RegExp.escape(label)).join('|')
  return new RegExp(`${before}(?:${names})${behind}`, 'imu')
}
