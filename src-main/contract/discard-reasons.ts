/** What a person has against a row, in the order of their keys. The words for each stand in the locale files. */
export const discardReasons = ['wrong', 'not-this-persona', 'dull', 'badly-written', 'other'] as const
export type DiscardReason = (typeof discardReasons)[number]
