import type { Fitness } from '#contract/models'
import { format } from './format.ts'

const verdicts = {
  'zero-shot': 'It follows a task without examples.',
  'few-shot': 'It needs examples to keep to a form.',
  'persona-few-shot': 'It needs examples, told as a conversation, to keep to a form.',
  none: 'It is hardly fit to write rows. Try another model.',
}

const languageNames = new Intl.DisplayNames('en', { type: 'language' })

export const models = {
  title: 'Models',
  add: 'Add a model file',
  label: 'Models on this computer',
  stronger: {
    title: 'Stronger models',
    lead: 'The model that came with the app shows that everything works. For rows to train on take a larger one: copy its address, get a file that ends in .gguf with your browser, and add it here. The app itself fetches nothing.',
    titleFirst: 'Models to begin with',
    leadFirst:
      'Copy the address of one, get a file that ends in .gguf with your browser, and add it here. The app itself fetches nothing.',
    fits: (memory: string) => `Fits this computer, with about ${memory} of memory`,
    tooLarge: (memory: string) => `Needs about ${memory} of memory, more than this computer has to give`,
    copy: 'Copy the address',
    copyOf: (name: string) => `Copy the address of ${name}`,
    copied: 'Copied',
    stated: 'Sizes and licences as their publishers state them. Without a graphics card a larger model writes slowly.',
  },
  ready: 'Ready',
  unusable: 'Cannot be used now',
  isDefault: 'came with the app',
  small: 'Small and quick, good for trying things out. Many of its rows make little sense.',
  speed: (tokens: number, words: number) =>
    `Writes about ${format.number(words)} words a second (${format.tokensPerSecond(tokens)}), measured on this computer.`,
  calibrated: (rows: number, threads: number, speed: string) =>
    `Fastest with ${format.number(rows)} ${rows === 1 ? 'row' : 'rows'} at once on ${format.number(threads)} ${threads === 1 ? 'thread' : 'threads'}: ${speed}.`,
  memory: (size: string, rows: number) =>
    `Takes about ${size} of memory with ${format.number(rows)} ${rows === 1 ? 'row' : 'rows'} at once.`,
  measure: 'Measure speed and fitness',
  measureAgain: 'Measure again',
  measureNamed: (what: string, name: string) => `${what}: ${name}`,
  measuring: 'This takes one to two minutes.',
  fitness: {
    label: 'What it can do',
    count: (count: number, rows: number) => `${format.number(count)} of ${format.number(rows)}`,
    traits: {
      followsStarts: 'Begins as it is asked to',
      endsByItself: 'Ends by itself',
      plainJson: 'JSON when only asked',
      heldJson: 'JSON when held to it',
      copiesExamples: 'Copies an example',
      thinksAloud: 'Thinks aloud first',
    },
    verdict: ({ style, rows, plainJson, thinksAloud }: Fitness) =>
      [
        verdicts[style ?? 'none'],
        plainJson < rows ? 'Tools and other JSON are held to their form, so they come out whole.' : '',
        thinksAloud > 0 ? 'Its thoughts are kept apart from its rows, but take time.' : '',
      ]
        .filter(Boolean)
        .join(' '),
  },
  speedUnknown: 'Its speed is measured with the first dataset.',
  reads: (words: number) => `Reads up to ${format.number(words)} words at once.`,
  works: (style: string) => `Works best ${style}.`,
  styleWords: {
    'zero-shot': 'with the task alone',
    'few-shot': 'with a few examples',
    'persona-few-shot': 'with examples told as a conversation',
  },
  language: (code: string) => languageNames.of(code) ?? code,
  manyLanguages: (count: number) => `${format.number(count)} languages`,
  noLicence: 'licence not stated',
  parameters: (billions: string) => `${billions} billion parameters`,
  remove: {
    named: (name: string) => `Remove ${name}`,
    label: 'Remove this model',
    title: (name: string) => `Remove ${name}?`,
    kept: 'Datasets made with it stay as they are and go on naming it. What was measured of it, and a chat template that you gave it, are forgotten.',
    elsewhere: 'Its file stays where it is:',
    inFolder: 'Its file lies in the models folder:',
    hidden: 'It can stay there: the model is hidden then, and comes back when its file is added again.',
    own: (size: string) =>
      `The app brought this file here itself, so it can be deleted too, which frees ${size}. That cannot be undone.`,
    refetched: 'The next start with npm start would fetch it again.',
    forget: 'Forget this model',
    hide: 'Hide it, keep the file',
    delete: (size: string) => `Delete the file, ${size}`,
  },
  emptyTitle: 'Models that can write will stand here',
  emptyText: 'A model is one file whose name ends in .gguf. It stays on this computer and runs here.',
  template: {
    give: 'Give it a chat template',
    change: 'Chat template',
    named: (name: string) => `Chat template of ${name}`,
    lead: 'A chat template says which marks stand around requests and answers. Take the one that the model was trained with: its page tells.',
    own: 'It uses a chat template of yours.',
    format: 'Common format',
    choose: 'Choose one, or write your own below',
    formats: {
      chatml: 'ChatML (Qwen, SmolLM and others)',
      llama3: 'Llama 3',
      gemma: 'Gemma',
      mistral: 'Mistral',
      plain: 'Plain text, for base models',
    },
    text: 'Template (Jinja)',
    textHint: 'It is tried with a short chat before it is kept.',
    try: 'Try it',
    rendered: 'This is what the model would read',
    use: 'Use this template',
    clear: 'Back to the file’s own',
    kept: (name: string) => `${name} uses this chat template from now on.`,
    cleared: (name: string) => `${name} is back to what its file says.`,
  },
  dialog: {
    title: 'Add a model file',
    lead: 'A model file ends in .gguf. It is checked before it is used, and never changed.',
    folder: 'The shortest way is to put the file into the models folder, where it is found by itself:',
    path: 'Or say where it is on this computer',
    pathHint: 'The file stays there. Good for large files in a folder that the app may read.',
    pathPlaceholder: '/home/anna/models/model.gguf',
    usePath: 'Add this file',
    or: 'or',
    upload: 'Upload a copy',
    uploadHint: 'Up to 5 GB. The copy goes into the models folder.',
    uploading: (name: string, share: string) => `${name}: ${share} has arrived`,
    checking: 'Checking the file. Large ones take a minute.',
    wrongEnding: (name: string) => `${name} does not end in .gguf.`,
    wrongEndingKept: 'Nothing was added. Choose a model file.',
    added: (name: string) => `${name} is ready.`,
    stop: 'Stop',
  },
}
