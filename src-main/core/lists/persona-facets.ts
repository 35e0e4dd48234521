import { noLanguage, type PersonaLength, personaLengths } from '#contract/persona-facets'
import type { Persona, PersonaFilter } from '#contract/personas'

/**
 * What personas are narrowed by, in one number that an index can hold: a bit for use, two for length, ten for language,
 * and on top one for the archived, so that all numbers below it are of those that are not. Length 0 is not known yet.
 */
export const usedBit = 1
export const archivedBit = 1 << 13
const lengthShift = 1
const languageShift = 3
const languageMask = 0x3ff
/** The bits that follow from a persona's text. */
export const textBits = archivedBit - 1 - usedBit

const letters = 26
const firstLetter = 'a'.charCodeAt(0)

type Facets = Pick<Persona, 'language' | 'length' | 'isUsed' | 'isArchived'>

/** `language` is null where it is not evident. */
export function packText(language: string | null, length: PersonaLength): number {
  const place = (at: number) => (language?.charCodeAt(at) ?? 0) - firstLetter
  const code = language === null ? 0 : 1 + place(0) * letters + place(1)
  return (code << languageShift) | ((personaLengths.indexOf(length) + 1) << lengthShift)
}

export function unpackFacets(facets: number): Facets {
  const length = personaLengths[((facets >> lengthShift) & 3) - 1] ?? null
  const code = (facets >> languageShift) & languageMask
  const letterAt = (place: number) => String.fromCharCode(firstLetter + place)
  const language = code === 0 ? noLanguage : letterAt(Math.floor((code - 1) / letters)) + letterAt((code - 1) % letters)
  return {
    language: length === null ? null : language,
    length,
    isUsed: (facets & usedBit) !== 0,
    isArchived: facets >= archivedBit,
  }
}

/** Makes the function that tells whether what such a number stands for fits a filter. */
export function facetTest({ languages, lengths, used, archived = false }: PersonaFilter): (facets: number) => boolean {
  return (facets) => {
    const its = unpackFacets(facets)
    return (
      its.isArchived === archived &&
      (used === undefined || its.isUsed === used) &&
      (!lengths?.length || (its.length !== null && lengths.includes(its.length))) &&
      (!languages?.length || (its.language !== null && languages.includes(its.language)))
    )
  }
}

/** Whether a filter asks for what an older library does not know yet. */
export function asksFacets({ languages, lengths, used }: PersonaFilter): boolean {
  return Boolean(languages?.length || lengths?.length) || used !== undefined
}
