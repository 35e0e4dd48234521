/** What was pressed, a letter as the small one: with Caps Lock on, keys do the same as without. */
export function keyOf({ key }: { key: string }): string {
  return key.length === 1 ? key.toLowerCase() : key
}
