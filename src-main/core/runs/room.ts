/** Context of a row and rows at once that fit into this machine; throws when nothing fits. */
export type RoomFor = (need: {
  longestPrompt: number
  maxTokens: number
  slots?: number | undefined
  build: string
}) => {
  contextSize: number
  slots: number
}

/** Rows at once of a context that fit now, at most as many as wanted; throws when not even one does. */
export type SlotsFor = (contextSize: number, wanted: number) => number
