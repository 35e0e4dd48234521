/**
 * A column's text, or its first bytes where it is longer than `@cut` characters may be, as SQL. SQLite's own functions for
 * text stop at a NUL; those for bytes do not. A character has at most four.
 */
export const cutColumn = (column: string): string =>
  `iif(octet_length(${column}) > @cut * 4, substr(CAST(${column} AS BLOB), 1, @cut * 4), ${column})`

/** What such a column gave, as text of at most so many characters; never half of one. */
export function cutTo(text: string | Buffer, cut: number | undefined): string {
  const whole = typeof text === 'string' ? text : new TextDecoder().decode(text, { stream: true })
  if (cut === undefined || whole.length <= cut) return whole
  return whole.slice(0, cut).replace(/[\ud800-\udbff]$/, '')
}
