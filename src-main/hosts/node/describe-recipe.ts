import type { RunRecipe } from '#contract/runs'

/** A text of one's own may be pages long; with --json it stands whole. */
const shownLetters = 60

/** Which personas a run was made of, and what its template was given, a line each. */
export function describeRecipe({ personas, listName, variables }: RunRecipe): string[] {
  const { count, shuffleSeed, sourceId, selectionId, query, languages, lengths, used, archived } = personas
  const hasList = sourceId !== undefined || selectionId !== undefined
  const parts = [
    hasList ? (listName ?? 'a list deleted since') : 'the library',
    ...(query ? [`words ${JSON.stringify(query)}`] : []),
    ...(languages ?? []),
    ...(lengths ?? []),
    ...(used === undefined ? [] : [used ? 'used before' : 'not used before']),
    ...(archived ? ['archived'] : []),
    `${shuffleSeed === undefined ? '' : `shuffled with seed ${shuffleSeed}, `}${count === 0 ? 'all' : `first ${count}`}`,
  ]
  return [
    `Personas: ${parts.join(', ')}`,
    ...variables.map(({ label, choice, text }) => `${label}: ${choice ?? shortened(text.trim().replace(/\s+/g, ' '))}`),
  ]
}

function shortened(text: string): string {
  return text.length > shownLetters ? `${text.slice(0, shownLetters).trimEnd()} …` : text
}
