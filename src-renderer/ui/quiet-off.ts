/** Looks and reads as disabled, and keeps the focus; what a press does is still the button's to say. */
export function quietOff(isOff: boolean): { 'aria-disabled': boolean; 'data-disabled': true | undefined } {
  return { 'aria-disabled': isOff, 'data-disabled': isOff || undefined }
}
