import { format } from './format.ts'

const persons = (count: number) => format.count(count, 'persona', 'personas')
const rows = (count: number) => format.count(count, 'row', 'rows')

const parts = { personas: 'personas', template: 'a template', model: 'a model' }
const list = new Intl.ListFormat('en-GB')
/** What a dataset is made of. */
type Part = keyof typeof parts

export const newDataset = {
  title: 'New dataset',
  form: 'What the dataset is made of',
  name: 'Name',
  namePlaceholder: 'Named after its template when left empty',
  personas: {
    title: 'Personas',
    from: 'Where they come from',
    all: (count: number | undefined) => (count === undefined ? 'All personas' : `All ${persons(count)}`),
    sources: 'Lists',
    selections: 'Saved selections',
    option: (name: string, count: number) => `${name}, ${format.number(count)}`,
    query: 'Only those with these words',
    queryPlaceholder: 'Any words',
    count: 'How many personas',
    of: (found: number) => `of ${persons(found)}, one row each`,
    fewer: (found: number) => `Only ${persons(found)} ${format.plural(found, 'is', 'are')} there.`,
    counting: 'counting',
    takeAll: (found: number) => `Take all ${format.number(found)}`,
    order: 'Which come first',
    first: 'First ones',
    mixed: 'Shuffled',
    seed: 'Shuffle number (seed)',
    seedHint: 'Same number, same personas.',
    none: 'No persona fits. Use fewer words, or another list.',
    add: 'Add personas',
  },
  template: {
    title: 'Template',
    choose: 'Choose a template',
    noneFound: 'No template is called so',
    preview: 'Show what the model reads',
    previewTitle: (name: string) => `What the model reads: ${name}`,
    previewNone: 'Choose personas first. Then the text for each one stands here.',
    make: 'Make a template',
  },
  model: {
    title: 'Model',
    choose: 'Choose a model',
    option: (name: string, size: string, speed: string) => `${name}, ${size}, ${speed}`,
    notMeasured: 'speed not measured yet',
    measured: (speed: string) => `${speed}, measured`,
    none: 'No model is here yet. A model is one file whose name ends in .gguf.',
    add: 'Add a model file',
    broken: 'It cannot be used now:',
  },
  advanced: {
    title: 'Advanced',
    summary: (temperature: string, room: string) => `temperature ${temperature}, at most ${room} a row`,
    style: 'How examples are told',
    styleAuto: 'As fits the model',
    styleHint: 'Examples show the model what a good row is. Small models need them most.',
    temperature: 'Temperature',
    temperatureHint: 'Higher: rows differ more, and more of them go wrong. From 0 to 5.',
    topP: 'Top-p',
    topPHint: 'Lower: rows keep to usual words. Higher: rare words come too. Up to 1.',
    maxTokens: 'Longest answer',
    maxTokensHint: 'In tokens. Higher: fewer rows are cut off. 100 tokens are about 75 English words.',
    seed: 'Variation (seed)',
    seedHint: 'Another number: other rows. The same one, with the same settings: the same rows again.',
    parallel: 'Rows at once',
    parallelHint: 'Higher: often faster, with more memory. Rows stay the same.',
    parallelAuto: 'As fits this computer',
    attempts: 'Tries for each row',
    attemptsHint: 'Higher: more rows pass the checks, in more time. 1: no second try.',
    system: 'To begin with',
    systemHint: 'Read by the model before the task; it colours every row. Left empty: the template’s own text.',
    reset: 'Back to the usual settings',
  },
  /** What a template leaves open, each under its own name. */
  variables: {
    auto: (choice: string) => `${choice} (usual)`,
    own: 'My own…',
    ownOf: (label: string) => `${label}: my own`,
    ownHint: (bringsTexts: boolean) =>
      bringsTexts
        ? 'The model reads it with each row, after a few examples that have small texts of their own. Two to five sentences are best: small models take little more in.'
        : 'The model reads it right before each row’s task. The template’s examples go with another text: rows that take names from it are set aside, so that fewer pass. Best is a copy of the template with a few examples of yours.',
    /** Measured with the model that comes with the app and three worlds: 14 of 61 rows that passed had a name out of them. */
    ownSmallModel:
      'A small model keeps to it loosely: of four rows that pass, about one names something out of it. Read three tries first; stronger models keep closer.',
    ownExamples: 'Open the template',
    ownPlaceholder: 'Write it in a few sentences',
  },
  tries: {
    title: 'Three tries',
    lead: 'with these settings; they are not kept in a dataset',
    do: (count: number) => `Try ${format.number(count)}`,
    again: (count: number) => `Try ${format.number(count)} again`,
    stop: 'Stop the tries',
    emptyTitle: 'See a few rows first',
    emptyText:
      'Three rows are written with these settings, in front of you: enough to see whether the rest is worth making.',
    needs: (missing: readonly Part[]) => `Choose ${list.format(missing.map((part) => parts[part]))} first.`,
    write: (label: string) => `${label}: write it first.`,
    waits: 'Another dataset is being written. Rows can be tried when it has ended, or when you pause it below.',
    loading: 'The model is being loaded. The first words come in a moment.',
    changed: 'The settings were changed since. Try again to see what they do.',
    done: (passed: number, whole: number) => `${format.number(passed)} of ${rows(whole)} passed the checks`,
    lost: 'The tries were cut off, because Persona Loom was started again. What they had written stands here. Try again.',
    stopped: 'Stopped',
    /** `finished`: so many came to their end before. */
    stoppedAfter: (passed: number, finished: number, whole: number) =>
      finished === 0
        ? `Stopped before one of the ${rows(whole)} was finished`
        : `Stopped when ${format.number(finished)} of ${rows(whole)} ${format.plural(finished, 'was', 'were')} finished; ${format.number(passed)} passed the checks`,
    nothing: 'Nothing was written.',
  },
  check: {
    title: 'What is needed',
    personas: (count: number) => persons(count),
    choosePersonas: 'Choose personas',
    template: (name: string) => name,
    chooseTemplate: 'Choose a template',
    model: 'Model ready',
    chooseModel: 'Choose a model',
    addModel: 'Add a model',
    write: (label: string) => `${label}: write it first`,
    isWritten: 'is being written.',
    pauseFirst: 'Pause it first',
    isPaused: 'is paused. Resume on its page goes on with it.',
  },
  repeated: {
    title: (repeated: number, whole: number) => `Made before: ${format.number(repeated)} of ${rows(whole)}`,
    text: 'An earlier dataset took the same personas, template, model and variation. The same rows come again, most of them word for word.',
    takeUnused: (count: number) => `Take ${format.number(count)} unused ${count === 1 ? 'persona' : 'personas'}`,
    nextSeed: 'Make another variation',
  },
  make: (count: number) => `Make ${rows(count)}`,
  makeTimed: (count: number, range: string) => `Make ${rows(count)}, about ${range}`,
  making: 'Loading the model',
  makeNothing: 'Make the rows',
  arithmetic: (count: number) => `${persons(count)} × 1 template`,
  unmeasured: 'time is measured with the first rows',
  stopsTries: 'The tries end first.',
}
