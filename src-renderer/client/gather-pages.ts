type Ask<P> = {
  list: string
  number: number
  /** Reads so many pages from this one on, as one. */
  readOn: (pages: number) => Promise<P>
}
type Waiting<P> = Ask<P> & { give: (page: P) => void; refuse: (error: unknown) => void }

/**
 * Reads pages that are asked for in the same moment and stand side by side with one request: a request takes a browser
 * longer than what it brings. `pieceOf` gives one page of several, counted from 0; `most` are read at once.
 */
export function createPageGatherer<P>(pieceOf: (several: P, at: number) => P, most: number) {
  let waiting: Waiting<P>[] = []

  function readAll(): void {
    const asked = waiting.toSorted((one, other) => one.number - other.number)
    waiting = []
    for (const stretch of stretchesOf(asked, most)) {
      stretch[0].readOn(stretch.length).then(
        (several) => {
          for (const [at, { give }] of stretch.entries()) give(pieceOf(several, at))
        },
        (error) => {
          for (const { refuse } of stretch) refuse(error)
        },
      )
    }
  }

  return (ask: Ask<P>): Promise<P> =>
    new Promise((give, refuse) => {
      if (waiting.length === 0) queueMicrotask(readAll)
      waiting.push({ ...ask, give, refuse })
    })
}

type Stretch<T> = [T, ...T[]]

/** Those of one list whose numbers follow each other, `most` at a time. */
function stretchesOf<T extends { list: string; number: number }>(asked: readonly T[], most: number): Stretch<T>[] {
  const stretches: Stretch<T>[] = []
  for (const ask of asked) {
    const before = stretches.find(
      (stretch) =>
        stretch.length < most && stretch[0].list === ask.list && stretch[0].number + stretch.length === ask.number,
    )
    if (before) before.push(ask)
    else stretches.push([ask])
  }
  return stretches
}
