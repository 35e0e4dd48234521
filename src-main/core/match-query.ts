/** A person's words as an FTS5 query that cannot be a syntax error: every word must occur, the last one as a beginning. */
export function matchQuery(query: string): string {
  const words = query.match(/[\p{L}\p{N}]+/gu) ?? []
  if (words.length === 0) return '""'
  return `${words.map((word) => `"${word}"`).join(' AND ')}*`
}
