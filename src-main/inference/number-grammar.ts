/** Digits that a number may have before its point; more would lose their last ones when they are read. */
const mostDigits = 15
const most = 10 ** mostDigits - 1
const fraction = '("." [0-9]{1,6})?'

export type Bounds = { least: number; most: number }

/** Bounds of a schema's numbers, the exclusive ones as they are told; without any, what fifteen digits hold. */
export function boundsOf(shape: Record<string, unknown>): {
  least?: number
  most?: number
  over?: number
  under?: number
} {
  const number = (key: string) => (typeof shape[key] === 'number' ? (shape[key] as number) : undefined)
  const told = {
    least: number('minimum'),
    most: number('maximum'),
    over: number('exclusiveMinimum'),
    under: number('exclusiveMaximum'),
  }
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined))
}

/** The grammar of every integer that a schema allows; undefined where it allows none. */
export function integerGrammar(shape: Record<string, unknown>): string | undefined {
  const { least = -most, most: top = most, over, under } = boundsOf(shape)
  const from = Math.max(-most, Math.ceil(least), over === undefined ? -most : Math.floor(over) + 1)
  const to = Math.min(most, Math.floor(top), under === undefined ? most : Math.ceil(under) - 1)
  return between(from, to)
}

/**
 * The grammar of the numbers that a schema allows, six digits behind the point at most. Bounds that are no integers, and
 * those that are not allowed themselves, are followed by their sign only.
 */
export function numberGrammar(shape: Record<string, unknown>): string | undefined {
  const { least, most: top, over, under } = boundsOf(shape)
  const isExact =
    over === undefined &&
    under === undefined &&
    [least, top].every((bound) => bound === undefined || Number.isInteger(bound))
  if (isExact) return join([upTo(-(top ?? most), -(least ?? -most), '"-" '), upTo(least ?? -most, top ?? most, '')])
  const isNeverNegative = (least ?? over ?? -1) >= 0
  const isNeverPositive = (top ?? under ?? 1) <= 0
  return join([
    isNeverNegative ? undefined : `"-" ${naturals(0, most)} ${fraction}`,
    isNeverPositive ? undefined : `${naturals(0, most)} ${fraction}`,
  ])
}

/** Numbers of one sign, `least` to `top` from zero; undefined where there is none, or only a zero with a sign. */
function upTo(least: number, top: number, sign: string): string | undefined {
  const [from, to] = [Math.max(0, least), Math.min(most, top)]
  if (from > to || (sign && to === 0)) return undefined
  if (to === most) return `${sign}${naturals(from, most)} ${fraction}`
  const below = from < to ? `${sign}${naturals(from, to - 1)} ${fraction}` : undefined
  return join([below, `${sign}"${to}" ("." "0")?`])
}

function between(from: number, to: number): string | undefined {
  if (from > to) return undefined
  return join([
    from < 0 ? `"-" ${naturals(Math.max(1, -to), -from)}` : undefined,
    to >= 0 ? naturals(Math.max(0, from), to) : undefined,
  ])
}

/** Whole numbers without a sign, without leading zeros. */
function naturals(from: number, to: number): string {
  const parts: string[] = []
  // Lengths of which every number is allowed, but for the single digits.
  const whole: number[] = []
  for (let digits = String(from).length; digits <= String(to).length; digits++) {
    const [first, last] = [digits === 1 ? 0 : 10 ** (digits - 1), 10 ** digits - 1]
    if (digits > 1 && from <= first && last <= to) whole.push(digits - 1)
    else parts.push(sameLength(String(Math.max(from, first)), String(Math.min(to, last))))
  }
  if (whole.length > 0) parts.push(`[1-9] [0-9]{${whole[0]},${whole.at(-1)}}`)
  return join(parts) as string
}

function sameLength(from: string, to: string): string {
  const rest = from.length - 1
  const [low, high] = [Number(from[0]), Number(to[0])]
  const [lowRest, highRest] = [from.slice(1), to.slice(1)]
  if (rest === 0) return digit(low, high)
  if (low === high) return `"${low}" ${sameLength(lowRest, highRest)}`
  const isWholeLow = /^0+$/.test(lowRest)
  const isWholeHigh = /^9+$/.test(highRest)
  const [first, last] = [isWholeLow ? low : low + 1, isWholeHigh ? high : high - 1]
  return join([
    isWholeLow ? undefined : `"${low}" ${sameLength(lowRest, '9'.repeat(rest))}`,
    first <= last ? `${digit(first, last)} [0-9]{${rest}}` : undefined,
    isWholeHigh ? undefined : `"${high}" ${sameLength('0'.repeat(rest), highRest)}`,
  ]) as string
}

function digit(from: number, to: number): string {
  return from === to ? `"${from}"` : `[${from}-${to}]`
}

function join(parts: (string | undefined)[]): string | undefined {
  const there = parts.filter((part) => part !== undefined)
  return there.length > 1 ? `(${there.join(' | ')})` : there[0]
}
