import type { ExportRequest } from '#contract/exports'

/** Which rows of a run were asked for, in words. */
export function describeChoice(request: ExportRequest): string {
  const { states, reason, verdict, query = '', persona = '', minLength, maxLength, edited, noted } = request
  const conditions = [
    ...(states ? [`state ${states.join(' or ')}`] : []),
    ...(reason ? [`reason ${reason}`] : []),
    ...(verdict ? [verdict === 'none' ? 'not judged by a person' : `${verdict} by a person`] : []),
    ...(query.trim() ? [`words ${JSON.stringify(query.trim())} in text or persona`] : []),
    ...(persona.trim() ? [`words ${JSON.stringify(persona.trim())} in the persona`] : []),
    ...(minLength === undefined ? [] : [`at least ${minLength} characters`]),
    ...(maxLength === undefined ? [] : [`at most ${maxLength} characters`]),
    ...(edited === undefined ? [] : [edited ? 'edited by a person' : 'not edited']),
    ...(noted === undefined ? [] : [noted ? 'with a note' : 'without a note']),
  ]
  return conditions.length === 0
    ? 'what is accepted and not discarded, or kept by a person'
    : `those with all of this: ${conditions.join('; ')}`
}
