import type { CheckBeginning } from '../prompting.ts'

/** Texts grow by words; looking at each piece would cost more than it saves. */
const stepCharacters = 40

/** Follows an answer while it is written, and says stop as soon as it cannot pass any more. */
export function watchBeginning(check: CheckBeginning, persona: string) {
  const enough = new AbortController()
  let body = ''
  let looked = 0
  let result: ReturnType<CheckBeginning>

  function look(): void {
    if (result) return
    looked = body.length
    result = check(body, persona)
    if (result) enough.abort()
  }

  return {
    signal: enough.signal,
    push(piece: string): void {
      body += piece
      if (body.length - looked >= stepCharacters) look()
    },
    /** What is wrong with the text, and where it became so; the same however it came in. */
    found(): ReturnType<CheckBeginning> {
      look()
      return result
    },
  }
}
