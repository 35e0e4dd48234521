/** A key made of a name: "Workshop sums" becomes workshop-sums. */
export function keyOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 50)
    .replace(/-+$/, '')
  return plain || 'template'
}

/** A key with an ending, as in letters-2; what is too long for it gives way. */
export const keyWith = (key: string, ending: string): string => `${key.slice(0, 60 - ending.length)}${ending}`

/** A name with an ending, as in "Letters 2"; what is too long for it gives way, and never half a character. */
export const nameWith = (name: string, ending: string): string =>
  `${name.slice(0, 100 - ending.length).replace(/[\uD800-\uDBFF]$/, '')}${ending}`
