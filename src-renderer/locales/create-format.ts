import { roundEstimate } from '#contract/round-estimate'

/** The words that formatted figures carry; `#` stands for the number. */
type Units = {
  today: string
  lessThanMinute: string
  seconds: string
  minutes: string
  hours: string
  hoursMinutes: (hours: string, minutes: string) => string
  days: string
  range: (from: string, to: string) => string
  rowsPerMinute: (count: number, text: string) => string
  tokensPerSecond: string
  byte: string
  bytes: readonly [string, string, string, string, string]
}

export type Format = ReturnType<typeof createFormat>
type Span = { fromSeconds: number; toSeconds: number }

/** Figures as people read them, in one language. Every function gives number and unit together. */
export function createFormat(locale: string, units: Units) {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const short = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 })
  const exact = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 })
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const plural = new Intl.PluralRules(locale)
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
  const dayOfYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' })

  const languages = new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' })

  const fill = (pattern: string, text: string) => pattern.replace('#', text)

  /** Below 10 one decimal tells something; above it is noise. */
  const figure = (value: number) => (value < 10 ? short.format(value) : whole.format(value))

  function duration(seconds: number): string {
    if (Math.round(seconds) < 60) return seconds < 1 ? units.lessThanMinute : fill(units.seconds, whole.format(seconds))
    const minutes = Math.round(seconds / 60)
    if (minutes < 60) return fill(units.minutes, whole.format(minutes))
    const hours = Math.floor(minutes / 60)
    if (hours >= 48) return fill(units.days, whole.format(Math.round(hours / 24)))
    const rest = hours < 10 ? minutes % 60 : 0
    const inHours = fill(units.hours, whole.format(hours < 10 ? hours : Math.round(minutes / 60)))
    return rest === 0 ? inHours : units.hoursMinutes(inHours, fill(units.minutes, whole.format(rest)))
  }

  /** An estimate is a range ("20 to 25 min") in round figures; the unit is said once where both ends share it. */
  function durationRange({ fromSeconds, toSeconds }: Span): string {
    // “Under 1 s to 3 s” is none: a range of seconds begins with one.
    const least = toSeconds < 1 ? fromSeconds : Math.max(1, roundEstimate(fromSeconds))
    const [from, to] = [duration(least), duration(toSeconds < 1 ? toSeconds : roundEstimate(toSeconds))]
    if (from === to) return to
    const [fromNumber, fromUnit, ...more] = from.split(' ')
    const sharesUnit = more.length === 0 && fromNumber !== undefined && to.split(' ').slice(1).join(' ') === fromUnit
    return units.range(sharesUnit ? fromNumber : from, to)
  }

  function bytes(count: number): string {
    let [value, step] = [count, 0]
    while (value >= 999.5 && step < units.bytes.length - 1) [value, step] = [value / 1000, step + 1]
    if (step === 0 && plural.select(count) === 'one') return `${whole.format(count)} ${units.byte}`
    return `${step === 0 ? whole.format(value) : figure(value)} ${units.bytes[step]}`
  }

  return {
    locale,
    /** 11,946 */
    number: (value: number) => whole.format(value),
    /** de -> German */
    language: (code: string) => languages.of(code) ?? code,
    /** Two digits that count: 0.14, 3.8, 70. */
    short: (value: number) => figure(value),
    /** A setting as it was given: 0.6, 1.05, 40. */
    exact: (value: number) => exact.format(value),
    /** 0.62 -> 62 %, as the language writes it. */
    share: (value: number) => share.format(value),
    duration,
    durationRange,
    bytes,
    /** The pace as people count it: 12 rows a minute. */
    rowsPerMinute: (value: number) => units.rowsPerMinute(value, figure(value)),
    tokensPerSecond: (value: number) => fill(units.tokensPerSecond, figure(value)),
    /** 14:32 */
    time: (at: number) => clock.format(at),
    /** Today's clock time, else the day; the year only where it is another one. */
    moment(at: number, now = Date.now()): string {
      const [then, today] = [new Date(at), new Date(now)]
      if (then.toDateString() === today.toDateString()) return clock.format(at)
      return then.getFullYear() === today.getFullYear() ? day.format(at) : dayOfYear.format(at)
    },
    /** “today”, else the day as `moment` has it. */
    day(at: number, now = Date.now()): string {
      return new Date(at).toDateString() === new Date(now).toDateString() ? units.today : this.moment(at, now)
    },
    /** Chooses the form of a word that goes with a number. */
    plural: (count: number, one: string, other: string) => (plural.select(count) === 'one' ? one : other),
    /** 1 row, 12 rows */
    count: (count: number, one: string, other: string) =>
      `${whole.format(count)} ${plural.select(count) === 'one' ? one : other}`,
  }
}
