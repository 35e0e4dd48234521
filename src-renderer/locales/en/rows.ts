import type { Reason } from '#contract/runs'
import { format } from './format.ts'

const shortened = (text: string) => (text.length > 80 ? `${text.slice(0, 78).trimEnd()} …` : text)
const rows = (count: number) => format.count(count, 'row', 'rows')

export const rowsPage = {
  search: 'Search rows',
  searchPlaceholder: 'Words in text or persona',
  filters: 'Filters',
  filter: 'Filter',
  columnsShown: 'Columns',
  sortBy: (column: string) => `Sort by ${column}`,
  changed: 'Edited by you',
  changedAny: 'Edited or not',
  editedIs: { yes: 'edited by you', no: 'as the model wrote it' },
  note: 'Your note',
  noteAny: 'With a note or without',
  notedIs: { yes: 'with a note', no: 'without a note' },
  persona: 'Words in the persona',
  personaAny: 'Any persona',
  personaWords: (query: string) => `Persona: ${query}`,
  length: 'Length in characters',
  lengthFrom: 'at least',
  lengthTo: 'at most',
  longer: (count: number) => `at least ${format.number(count)} characters`,
  shorter: (count: number) => `at most ${format.number(count)} characters`,
  partial: 'Words of older rows are still being collected: more may be found in a few minutes.',
  state: 'State',
  /** The filter finds both: a row is told to be not compared yet only once it is read. */
  writtenOrInLine: 'Being written or not compared yet',
  reason: 'Reason',
  reasonAny: 'Any reason',
  judged: 'Your verdict',
  judgedAny: 'Any verdict',
  judgedIs: { none: 'Not judged by you yet', kept: 'Kept by you', discarded: 'Discarded by you' },
  judgedAs: { none: 'not judged yet', kept: 'kept', discarded: 'discarded' },
  is: (what: string, value: string) => `${what} is ${value}`,
  orIs: (value: string) => `or ${value}`,
  words: (query: string) => `Words: ${query}`,
  drop: (chip: string) => `Remove the filter: ${chip}`,
  showAll: 'Show all rows',
  table: 'Rows',
  columns: { number: 'Row', state: 'State', persona: 'Persona', text: 'Text', reason: 'Reason' },
  reasonShown: 'Where a row has one, and there is room for it',
  counting: (whole: number) => `Counting among ${rows(whole)}.`,
  found: (found: number, whole: number) => `${format.number(found)} of ${rows(whole)}.`,
  choose: (number: number) => `Choose row ${format.number(number)}`,
  chooseAll: 'Choose all rows that were found',
  edited: 'edited',
  /** Before a text that is to be written anew. */
  earlierTry: 'earlier try',
  keys: {
    move: 'move',
    keep: 'keep',
    discard: 'discard',
    edit: 'edit',
    similar: 'find similar',
    undo: 'undo',
    all: 'all keys',
  },
  done: (changed: number, verdict: 'kept' | 'discarded' | null) =>
    verdict === null
      ? `The verdict on ${rows(changed)} was taken back.`
      : `${rows(changed)} ${verdict === 'kept' ? 'kept' : 'discarded'}.`,
  doneOne: (number: number, verdict: 'kept' | 'discarded' | null) =>
    verdict === null
      ? `The verdict on row ${format.number(number)} was taken back.`
      : `Row ${format.number(number)} ${verdict === 'kept' ? 'kept' : 'discarded'}.`,
  takenBack: (changed: number) => `${rows(changed)}: taken back.`,
  takenBackOne: (number: number) => `Row ${format.number(number)}: taken back.`,
  /** Of what was just discarded, a row or several together; answered by one of five reasons. */
  why: 'Why?',
  skipped: (count: number) =>
    `${rows(count)} ${format.plural(count, 'is', 'are')} still being written and ${format.plural(count, 'was', 'were')} left as ${format.plural(count, 'it is', 'they are')}.`,
  undo: 'Undo',
  bulk: {
    label: 'Chosen rows',
    chosen: (count: number, total: number) => `${format.number(count)} of ${rows(total)} chosen`,
    all: (total: number) => `Choose all ${format.number(total)}`,
    keep: (count: number) => `Keep ${format.number(count)}`,
    discard: (count: number) => `Discard ${format.number(count)}`,
    none: 'Take verdicts back',
    clear: 'Choose none',
  },
  sheet: {
    title: 'Keys of this table',
    keys: {
      J: 'next row',
      K: 'previous row',
      A: 'keep the row, or all that are chosen',
      R: 'discard the row, or all that are chosen',
      '1 to 5': 'after R: why',
      E: 'edit its text',
      F: 'find rows like it',
      U: 'undo the last step; Ctrl Z too',
      Space: 'choose the row, to do the same to several',
      Shift: 'with Space or a click: choose all from the last one on',
      'Ctrl A': 'choose all rows that were found',
      Esc: 'close the row, choose none',
      '?': 'this list',
    },
  },
  /** Lines and words that a row must have. */
  missing: (parts: readonly string[]) => `Here: ${parts.map((part) => `“${part}”`).join(', ')}.`,
  /** What a row has word for word, each with the place of its example. */
  copied: (reason: Reason, parts: readonly { text: string; example?: number | undefined }[]) => {
    const whence = (example: number | undefined) =>
      example === undefined
        ? ' from the world that the examples are of'
        : ` from example ${format.number(example + 1)} of the template`
    const told = parts.map(
      ({ text, example }) =>
        `“${shortened(text)}”${reason === 'copied-example' || reason === 'copied-name' ? whence(example) : ''}`,
    )
    return `Here: ${told.join(', ')}.`
  },
  editor: {
    label: 'Text of the row',
    hint: 'What the model wrote is kept beside it.',
    cameBack: 'As you left it, not saved yet. Cancel takes it back.',
    save: 'Save',
    cancel: 'Cancel',
    restore: 'Back to what the model wrote',
    /** `isGood`: the row passed, or a person keeps it. */
    against: (isGood: boolean, isStored: boolean) =>
      isGood
        ? isStored
          ? 'As you changed it, the checks would set it aside. It goes into your files all the same.'
          : 'The checks would set this text aside. Saved, it goes into your files all the same.'
        : 'The checks would still set this text aside.',
    /** Undefined where that goes without saying. */
    nothingAgainst: (isGood: boolean, isStored: boolean) =>
      isGood
        ? isStored
          ? 'As you changed it, it passes the checks too.'
          : undefined
        : 'The checks have nothing against this text. Keep the row to have it in your files.',
  },
  nothingTitle: 'No row fits',
  nothingText: (whole: number) => `${rows(whole)} ${format.plural(whole, 'is', 'are')} here without these filters.`,
  emptyTitle: 'The rows will stand here',
  emptyText: 'One for each persona, as soon as they are planned.',
  verdict: { kept: 'kept by you', discarded: 'discarded by you' },
  verdictWord: { kept: 'Kept', discarded: 'Discarded' },
  detail: {
    label: 'The chosen row',
    none: 'Choose a row to read it whole.',
    title: (number: number) => `Row ${format.number(number)}`,
    previous: 'Previous row',
    next: 'Next row',
    close: 'Close the row',
    keep: 'Keep',
    discard: 'Discard',
    keepHint: 'Takes it into the export, whatever its state.',
    discardHint: 'Leaves it out of the export. It stays here.',
    discardedFor: (reason: string) => `Why you discarded it: ${reason}.`,
    persona: 'Persona',
    text: 'Text',
    noText: 'This row has no text.',
    earlierTry:
      'This is an earlier try, which did not pass the checks. Another one follows and can be judged when it has ended.',
    madeAgain: 'This is an earlier try. The row is made again, unless you keep, discard or edit it before its turn.',
    edit: 'Edit',
    edited: 'Edited by you.',
    original: 'What the model wrote',
    duplicateOf: 'Read the row it repeats',
    finish: 'How it ended',
    attempts: 'Tries',
    attempt: (number: number) => `Try ${format.number(number)}`,
    passed: 'passed',
    prompt: 'What the model read',
    reply: 'What it wrote',
    reasoning: 'What it thought aloud',
    seed: 'Seed',
    tokens: 'Length',
    tokensText: (prompt: number, answer: number) =>
      `${format.number(prompt)} tokens read, ${format.number(answer)} written`,
    time: 'Time',
    reasons: 'Reasons',
    noReasons: 'none, all checks were passed',
    engine: 'Written by',
    settings: {
      imported: 'not known',
      model: (name: string, quantization: string) => (quantization ? `${name} (${quantization})` : name),
      off: 'off',
      topK: 'Top-k',
      minP: 'Min-p',
      repeatPenalty: 'Penalty on repeated words',
      dryStrength: 'Penalty on repeated phrases',
      runSeed: 'Seed of the dataset',
      rowSeed: 'Seed of this row',
    },
  },
  finishReasons: {
    stop: 'It ended by itself',
    length: 'It reached the longest length',
    repetition: 'It repeated itself and was ended',
    early: 'It was ended, because it could not pass any more',
  } as Record<string, string>,
}
