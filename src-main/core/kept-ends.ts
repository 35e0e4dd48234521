import { AppError } from '#contract/errors'

const mostKept = 20

/** How the newest jobs ended, for a listener that comes late or heard nothing for a while. */
export function createKeptEnds<End>(unknown: string) {
  /** By job, in the order in which they ended; null while one runs. */
  const ends = new Map<string, End | null>()
  return {
    begin: (id: string): void => void ends.set(id, null),

    finish(id: string, end: End): void {
      ends.delete(id)
      ends.set(id, end)
      const old = Array.from(ends).flatMap(([each, known]) => (known ? [each] : []))
      for (const each of old.slice(0, -mostKept)) ends.delete(each)
    },

    /** Null while the job runs. Of one that is not known any more it says so with the sentence it was made with. */
    show(id: string): { end: End | null } {
      const end = ends.get(id)
      if (end === undefined) throw new AppError('not-found', unknown)
      return { end }
    },
  }
}
