import type { KeyboardEvent } from 'react'

/** Whether Enter was pressed with Ctrl or Command: what a dialog asks for is done, also out of a text of many lines. */
export function isSubmitKey({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key === 'Enter' && (ctrlKey || metaKey)
}
