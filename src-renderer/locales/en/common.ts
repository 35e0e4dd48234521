import { format } from './format.ts'

/** Words that several places share: states, terms, small verbs. */
export const common = {
  state: {
    accepted: 'Accepted',
    rejected: 'Rejected',
    duplicate: 'Duplicate',
    failed: 'Failed',
    waiting: 'To do',
    running: 'Being written',
    cancelled: 'Not made',
  },
  /** The same as counts in a sentence: "187 accepted". */
  stateCount: {
    accepted: (count: number) => `${format.number(count)} accepted`,
    rejected: (count: number) => `${format.number(count)} rejected`,
    duplicate: (count: number) => format.count(count, 'duplicate', 'duplicates'),
    failed: (count: number) => `${format.number(count)} failed`,
    waiting: (count: number) => `${format.number(count)} to do`,
    running: (count: number) => `${format.number(count)} being written`,
    cancelled: (count: number) => `${format.number(count)} not made`,
  },
  halfSpeed: 'Half speed while I work',
  run: {
    running: 'Writing',
    paused: 'Paused',
    stopped: 'Stopped by you',
    finished: 'Finished',
    finishedFailed: (count: number) => `Finished, ${format.number(count)} failed`,
    finishedRejected: (count: number) => `Finished, ${format.number(count)} rejected`,
    goodOf: (good: number, whole: number) => `${format.number(good)} of ${format.number(whole)}`,
  },
  style: {
    'zero-shot': 'Task alone',
    'few-shot': 'With examples',
    'persona-few-shot': 'As a conversation',
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
    goodRow: 'What a text must have to be accepted. Everything else is set aside with its reason.',
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
    copyDetails: 'Copy details',
    crashTitle: 'This page stopped working',
    crashKept: 'What was stored is safe. A dataset that is being written goes on.',
    reload: 'Load it again',
    notFoundTitle: 'There is no such page',
    notFoundDo: 'Go to the start page',
  },
  close: 'Close',
  cancel: 'Cancel',
  remove: 'Remove',
  more: 'More',
  loading: 'Loading',
  readWhole: 'Read it whole',
  readLess: 'Show less',
  or: 'or',
}
