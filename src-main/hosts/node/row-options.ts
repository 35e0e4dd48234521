import { AppError } from '#contract/errors'
import { RowFilter } from '#contract/rows'
import { ItemState, Reason } from '#contract/runs'
import { type CommandContext, textOf } from './command.ts'
import { readChoice } from './read-choice.ts'
import { readNumber } from './read-number.ts'

const verdicts = ['kept', 'discarded', 'none'] as const

/** Options that say which rows of a run are meant. */
export const rowOptions = {
  state: { type: 'string', multiple: true },
  reason: { type: 'string' },
  verdict: { type: 'string' },
  search: { type: 'string' },
  persona: { type: 'string' },
  'min-length': { type: 'string' },
  'max-length': { type: 'string' },
  edited: { type: 'boolean' },
  unedited: { type: 'boolean' },
  noted: { type: 'boolean' },
  unnoted: { type: 'boolean' },
} as const

export const rowHelp = `  --state STATE       ${ItemState.options.join(', ')}; may be given more than once
  --reason REASON     ${Reason.options.slice(0, 8).join(', ')},
                      ${Reason.options.slice(8).join(', ')}
  --verdict VERDICT   kept, discarded or none: what you think of it
  --search WORDS      words in text or persona; the last one also as a beginning
  --persona WORDS     the same in the persona alone
  --min-length N, --max-length N
                      characters of the text
  --edited            only rows that you edited; --unedited only the others
  --noted             only rows with a note of yours; --unnoted only the others`

/** The filter that the options name. */
export function rowFilterFrom(context: CommandContext, runId: number): RowFilter {
  const states = context.values['state']
  const choiceOf = <T extends string>(option: string, choices: readonly T[]): T | undefined => {
    const text = textOf(context, option)
    return text === undefined ? undefined : readChoice(option, text, choices)
  }
  const lengthOf = (option: string): number | undefined => {
    const length = readNumber(option, textOf(context, option))
    if (length === undefined || (Number.isInteger(length) && length >= 0 && length <= 1_000_000)) return length
    throw new AppError('bad-input', `--${option} takes a whole number of characters up to 1,000,000, not ${length}.`)
  }
  const { edited, unedited, noted, unnoted } = context.values
  if (edited && unedited) throw new AppError('bad-input', 'A row is edited or it is not: leave one of the two out.')
  if (noted && unnoted) throw new AppError('bad-input', 'A row has a note or it has none: leave one of the two out.')
  const filter = {
    runId,
    states: Array.isArray(states) ? states.map((state) => readChoice('state', state, ItemState.options)) : undefined,
    reason: choiceOf('reason', Reason.options),
    verdict: choiceOf('verdict', verdicts),
    query: textOf(context, 'search'),
    persona: textOf(context, 'persona'),
    minLength: lengthOf('min-length'),
    maxLength: lengthOf('max-length'),
    edited: edited || unedited ? edited === true : undefined,
    noted: noted || unnoted ? noted === true : undefined,
  }
  const problem = RowFilter.safeParse(filter).error?.issues[0]
  if (problem) throw new AppError('bad-input', describe(problem.path[0] as keyof RowFilter))
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as RowFilter
}

/** What an option takes, by the field that was refused. */
function describe(field: keyof RowFilter): string {
  const wordsOf = (option: string) => `--${option} takes at most 500 characters.`
  const lengthOf = (option: string) => `--${option} takes a whole number of characters, from 0 to 1,000,000.`
  const oneOf = (option: string, values: readonly string[]) => `--${option} takes one of these: ${values.join(', ')}.`
  const sentences: Record<string, string> = {
    states: oneOf('state', ItemState.options),
    reason: oneOf('reason', Reason.options),
    verdict: oneOf('verdict', verdicts),
    query: wordsOf('search'),
    persona: wordsOf('persona'),
    minLength: lengthOf('min-length'),
    maxLength: lengthOf('max-length'),
  }
  return sentences[field] ?? 'The number of the dataset is a whole one, as in: loom rows 3'
}
