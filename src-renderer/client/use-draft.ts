import { useState } from 'react'
import { holdWindow } from './use-unsaved.ts'

type Draft = { from: string; text: string }

/** What was typed and not saved, by what it changes; until the window closes, which asks before it does. */
const drafts = new Map<string, Draft>()
let release: (() => void) | undefined

function keep(key: string, draft: Draft | undefined): void {
  if (draft) drafts.set(key, draft)
  else drafts.delete(key)
  if (drafts.size > 0) release ??= holdWindow()
  else {
    release?.()
    release = undefined
  }
}

/** A text that is being changed. It outlives its field: whoever comes back finds it as it was left. */
export function useDraft(key: string, stored: string) {
  const [left] = useState(() => drafts.get(key))
  const [draft, setDraft] = useState(left)
  return {
    /** As typed; undefined where nothing is. */
    typed: draft?.text,
    /** The text that stood there when the typing began. */
    from: draft?.from ?? stored,
    /** Whether it was left before and came back. */
    cameBack: left !== undefined && draft !== undefined,
    type(text: string): void {
      const from = draft?.from ?? stored
      const next = text === from ? undefined : { from, text }
      setDraft(next)
      keep(key, next)
    },
    drop(): void {
      setDraft(undefined)
      keep(key, undefined)
    },
  }
}
