/** Why a row was set aside: `word` stands in lists, `text` is the sentence beside the row. */
export const reasons = {
  'cut-off': {
    word: 'Cut off',
    text: 'The text, or one of its fields, was as long as it may be before it was finished. For a whole text, a larger longest answer helps.',
  },
  repetition: { word: 'Repeats itself', text: 'The same words came back again and again.' },
  empty: { word: 'Empty', text: 'Nothing was written.' },
  'no-start': { word: 'Wrong beginning', text: 'The text does not begin as the template asks.' },
  'too-short': { word: 'Too short', text: 'The text has fewer words than the template asks for.' },
  'wrong-form': { word: 'Not as asked', text: 'The answer is none of the choices, or does not fit the pattern.' },
  'missing-part': {
    word: 'Part missing',
    text: 'At least one of the lines or words that the template asks for is missing or empty.',
  },
  'bad-json': { word: 'Wrong form', text: 'The named fields that the template asks for are not all there.' },
  'copied-example': {
    word: 'Copied an example',
    text: 'The text repeats one of the template’s examples.',
  },
  'copied-name': {
    word: 'Copied a name',
    text: 'The text has a name out of one of the template’s examples.',
  },
  'copied-instructions': { word: 'Copied the task', text: 'The text repeats the task in place of doing it.' },
  'copied-background': {
    word: 'Copied what it read',
    text: 'A long piece of what the model reads for every row, such as the game world, is in the text word for word.',
  },
  'copied-persona': {
    word: 'Copied the persona',
    text: 'The text has a long piece of the persona in it, word for word or with one word changed.',
  },
  'same-text': { word: 'Same as another row', text: 'An earlier row of this dataset has the same text.' },
  'prompt-too-long': {
    word: 'Persona too long',
    text: 'Task and persona together are longer than the model can read at once.',
  },
  'model-crashed': { word: 'The model stopped', text: 'The model ended unexpectedly while this row was written.' },
  'timed-out': { word: 'Took too long', text: 'The row was not finished in its time.' },
  stopped: { word: 'Stopped', text: 'The row was stopped before it was finished.' },
  'generation-failed': { word: 'Not written', text: 'The model could not write this row.' },
}
