const fields = 'input:not([type=checkbox], [type=radio]), textarea, [contenteditable="true"], [role="combobox"]'
// Escape closes these first, and their boxes are no rows.
const popovers = '.mantine-Popover-dropdown'
const dialogs = '[role="dialog"]'

/** Whether a key goes to a field, a popover or a dialog, and so is no command of the page behind it. */
export function isTyping({ target }: { target: EventTarget | null }): boolean {
  // A dialog is in front also where what had the focus in it is gone.
  if (document.querySelector(dialogs)) return true
  return target instanceof HTMLElement && target.closest(`${fields}, ${popovers}, ${dialogs}`) !== null
}
