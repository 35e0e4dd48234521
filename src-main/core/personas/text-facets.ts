import { lengthBounds, type PersonaLength } from '#contract/persona-facets'
import { languageOfSentence } from '../infer-language.ts'
import { packText } from '../lists/persona-facets.ts'
import { wordsOf } from '../text.ts'

/** Whoever has more characters is long, and the rest of them tells nothing new: a megabyte takes no time. */
const lookedAt = 2_000

/** Language and length of a persona's text, packed. */
export function textFacets(text: string): number {
  const beginning = text.slice(0, lookedAt)
  const words = wordsOf(beginning)
  return packText(languageOfSentence(beginning, words), lengthOf(text.length > lookedAt ? Infinity : words.length))
}

function lengthOf(words: number): PersonaLength {
  if (words > lengthBounds.middle) return 'long'
  return words > lengthBounds.short ? 'middle' : 'short'
}
