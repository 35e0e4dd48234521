import { AppError } from '#contract/errors'

/** One of an option's words; refused with all of them when it is another. */
export function readChoice<T extends string>(option: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((each) => each === text)
  if (choice !== undefined) return choice
  throw new AppError('bad-input', `--${option} takes ${choices.join(', ')}, not “${text}”.`)
}
