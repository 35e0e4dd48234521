type Option = { value: string; label: string }

/**
 * The option that typed letters mean: the chosen one as long as it begins with them, else the next that does, round the
 * end. One letter, again and again, goes through all that begin with it.
 */
export function nextOption<O extends Option>(
  options: readonly O[],
  chosen: string | null,
  typed: string,
): O | undefined {
  const [first = ''] = typed
  const isOne = [...typed].every((letter) => letter === first)
  const sought = (isOne ? first : typed).toLocaleLowerCase()
  const at = options.findIndex(({ value }) => value === chosen)
  const from = isOne ? at + 1 : Math.max(0, at)
  return [...options.slice(from), ...options.slice(0, from)].find(({ label }) =>
    label.toLocaleLowerCase().startsWith(sought),
  )
}
