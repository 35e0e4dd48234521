import { AppError } from '#contract/errors'

/** A number on the command line; refused with the option's name when it is none. */
export function readNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value)) return value
  throw new AppError('bad-input', `--${option} takes a number, not “${text}”.`)
}
