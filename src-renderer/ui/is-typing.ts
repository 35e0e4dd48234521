/** Whether a key goes to a field or a dialog, and so is no command of the page behind it. */
export function isTyping({ target }: { target: EventTarget | null }): boolean {
  const fields = 'input, textarea, [contenteditable="true"], [role="combobox"], [role="dialog"]'
  return target instanceof HTMLElement && target.closest(fields) !== null
}
