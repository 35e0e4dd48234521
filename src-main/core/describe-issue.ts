/** As Zod tells it. */
type Issue = { code: string; path: PropertyKey[]; message: string; maximum?: number | bigint }

/** What is wrong with an input, in words: the place is named as a person would, and a length is told with its limit. */
export function describeIssue(issue: Issue | undefined, input: unknown): string {
  if (!issue || issue.path.length === 0) return issue?.message ?? 'The request was not understood.'
  // A sentence of the contract's own says it better.
  if (issue.message.endsWith('.')) return issue.message
  return describeLength(issue, input) ?? `The ${placeOf(issue)} cannot be taken (${issue.message}). Nothing was stored.`
}

/** The sentence for a text that is empty or too long; undefined where something else is wrong. */
export function describeLength(issue: Issue, input: unknown): string | undefined {
  const value = issue.path.reduce<unknown>((within, key) => (within as Record<PropertyKey, unknown>)?.[key], input)
  if (typeof value !== 'string') return undefined
  if (issue.code === 'too_small' && value.trim() === '') return `The ${placeOf(issue)} is empty. Nothing was stored.`
  if (issue.code !== 'too_big') return undefined
  const [has, most] = [value.length, Number(issue.maximum)].map((count) => count.toLocaleString('en'))
  return `The ${placeOf(issue)} has ${has} letters, and ${most} are the most. Nothing was stored. Shorten it, or leave something out.`
}

/** 'validationShare' is told as 'validation share'. */
function placeOf({ path }: Issue): string {
  const place = path.filter((key) => typeof key === 'string').at(-1) ?? path.join('.')
  return place.replace(/([a-z])([A-Z])/g, (_, end: string, begin: string) => `${end} ${begin.toLowerCase()}`)
}
