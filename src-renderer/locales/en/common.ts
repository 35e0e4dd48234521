import { format } from './format.ts'

/** Words that several places share: states, terms, small verbs. */
export const common = {
  state: {
    accepted: 'Passed',
    rejected: 'Rejected',
    duplicate: 'Duplicate',
    failed: 'Failed',
    waiting: 'To do',
    held: 'Passed, not compared yet',
    running: 'Being written',
    cancelled: 'Not made',
    discarded: 'Discarded by you',
  },
  /** Where rows are counted as an export will follow them: what a person discarded has passed too, and is not among these. */
  readyState: { accepted: 'Ready', held: 'of these not compared yet' },
  /** Of one row, in a narrow column. */
  heldShort: 'Not compared yet',
  /** Counted as an export will follow them, in a sentence: "187 ready". */
  stateCount: {
    accepted: (count: number) => `${format.number(count)} ready`,
    rejected: (count: number) => `${format.number(count)} rejected`,
    duplicate: (count: number) => format.count(count, 'duplicate', 'duplicates'),
    failed: (count: number) => `${format.number(count)} failed`,
    waiting: (count: number) => `${format.number(count)} to do`,
    held: (count: number) => `${format.number(count)} ready and not compared yet`,
    running: (count: number) => `${format.number(count)} being written`,
    cancelled: (count: number) => `${format.number(count)} not made`,
    discarded: (count: number) => `${format.number(count)} discarded by you`,
  },
  /** The most that an answer may have, in words as people count them and in the tokens that a model is held to. */
  answerRoom: (words: number, tokens: number) =>
    `about ${format.count(words, 'word', 'words')} (${format.count(tokens, 'token', 'tokens')})`,
  wordsPerSecond: (words: number) => `${format.number(words)} words a second`,
  halfSpeed: 'Half speed while I work',
  /** Where room is short. */
  halfSpeedShort: 'Half speed',
  run: {
    running: 'Writing',
    paused: 'Paused by you',
    pausedAfterLoss: 'Paused unexpectedly',
    pausedFor: {
      power: 'Paused: battery, heat',
      'app-closed': 'Paused, app closed',
      'disk-full': 'Paused, disk full',
      'model-missing': 'Paused, model missing',
      'model-unusable': 'Paused, model unusable',
      'engine-crashed': 'Paused, model failed',
      'engine-stuck': 'Paused, model failed',
    } as Partial<Record<string, string>>,
    pausedForOther: 'Paused by a problem',
    stopped: 'Stopped by you',
    finished: 'Finished',
    finishedFailed: (count: number) => `Finished, ${format.number(count)} failed`,
    /** Of an export: set aside by the checks and not kept by a person, or discarded by one. */
    finishedLeftOut: (count: number) => `Finished, ${format.number(count)} left out`,
    partOf: (part: number, whole: number) => `${format.number(part)} of ${format.number(whole)}`,
  },
  style: {
    'zero-shot': 'Task alone',
    'few-shot': 'With examples',
    'persona-few-shot': 'With examples, as a chat',
  },
  styleHint: {
    'zero-shot': 'The model reads the task and nothing else. Good for large models.',
    'few-shot': 'The model reads a few good answers, then the task.',
    'persona-few-shot':
      'The model reads a few earlier questions, each with its persona and its good answer. Good for small models.',
  },
  terms: {
    persona: 'A person in one or two sentences. Each one looks at the task from its own life.',
    template: 'The task that the model gets, the same for every persona.',
    row: 'One text that the model wrote for one persona.',
    dataset: 'All rows that were made in one go, with the settings that made them.',
    model: 'The file that writes. It runs on this computer and sends nothing anywhere.',
    goodRow: 'What a text must have to pass the checks. Everything else is set aside with its reason.',
    duplicate: 'A text that says the same as an earlier row of the dataset.',
    licence: 'What the maker of the file allows you to do with it.',
    tokens: 'Pieces of words. 100 tokens are about 75 English words.',
  },
  copying: {
    copied: 'Copied',
    refused: 'Nothing was copied: the system does not let this page use the clipboard.',
  },
  error: {
    retry: 'Try again',
    replace: 'Save mine all the same',
    undoOvertaken:
      'This was changed in another window since, so your step was not undone. It was left as it stands there now; change it by hand.',
    copyDetails: 'Copy details',
    crashTitle: 'This page stopped working',
    crashKept: 'What was stored is safe. A dataset that is being written goes on.',
    reload: 'Load it again',
    notFoundTitle: 'There is no such page',
    notFoundDo: 'Go to the start page',
  },
  clearSearch: 'Clear the search',
  close: 'Close',
  cancel: 'Cancel',
  remove: 'Remove',
  more: 'More',
  loading: 'Loading',
  loadingModel: 'The model is being loaded',
  readWhole: 'Read it whole',
  readLess: 'Show less',
  or: 'or',
}
