import { format } from './format.ts'

const rows = (count: number) => format.count(count, 'row', 'rows')
const lessDiscarded = (count: number) => (count === 0 ? '' : `, ${format.number(count)} of them discarded by you`)

export const run = {
  tabs: { label: 'Views of this dataset', run: 'Run', rows: 'Rows' },
  pause: 'Pause',
  resume: 'Resume',
  stop: 'Stop and keep',
  pauseHint: 'Rows that are being written now are made again when you resume. What is finished stays.',
  stopHint: 'Ends this dataset. Every row that is finished is kept, and the others can be made later.',
  retry: (count: number) => `Retry these ${format.number(count)}`,
  retryOne: 'Retry this one',
  retryHint: (count: number) =>
    count === 1
      ? 'Gives the row that was set aside another try. It keeps its text until then.'
      : 'Gives the rows that were set aside another try each. They keep their texts until then.',
  makeMissing: (count: number) => `Make the missing ${format.number(count)}`,
  makeMissingHint: 'Goes on with the rows that were not made, and gives those that were set aside another try.',
  /** Why a run cannot go on or be tried again now. */
  otherIsWritten: (name: string) => `${name} is being written. Pause it or let it finish first.`,
  heldUp: {
    /** Behind its name. */
    isWritten: 'is being written',
    oneAtATime: 'One dataset is written at a time. This one can go on as soon as that one is paused or finished.',
    pause: 'Pause it',
  },
  export: 'Export',
  anyTitle: 'Dataset',
  unknownTitle: 'No dataset to show',
  unknownAction: 'Show all datasets',
  recovered: {
    title: (kept: number, again: number) =>
      kept + again === 0
        ? 'Picked up after an unexpected stop'
        : `Recovered ${format.number(kept)} of ${rows(kept + again)} begun before an unexpected stop`,
    again: (again: number) =>
      again === 0
        ? 'No row was being written, so nothing is lost.'
        : again === 1
          ? 'One was mid-sentence and will be made again.'
          : `${format.number(again)} were mid-sentence and will be made again.`,
    waits: 'Resume goes on where it stopped.',
  },
  pausedKept: (done: number, whole: number) => `${format.number(done)} of ${rows(whole)} are finished and safe.`,
  stopped: 'Stopped by you',
  stoppedKept: (passed: number, left: number) =>
    `${rows(passed)} passed the checks and ${format.plural(passed, 'is', 'are')} kept. ${rows(left)} ${format.plural(left, 'was', 'were')} not made.`,
  reviewThem: 'Read and judge them',
  finishedAll: (whole: number, discarded: number) =>
    `Finished: ${whole === 1 ? 'the row' : `all ${rows(whole)}`} passed the checks${lessDiscarded(discarded)}`,
  finished: (passed: number, whole: number, discarded: number) =>
    `Finished: ${format.number(passed)} of ${rows(whole)} passed the checks${lessDiscarded(discarded)}`,
  checksHold: 'Checks see how a text is built. Whether it makes sense, only reading tells.',
  /** `kept`: so many of them a person keeps. */
  finishedKept: (rejected: number, duplicate: number, failed: number, kept: number) => {
    const parts = [
      ...(rejected > 0 ? [`${format.number(rejected)} rejected`] : []),
      ...(duplicate > 0 ? [format.count(duplicate, 'duplicate', 'duplicates')] : []),
      ...(failed > 0 ? [`${format.number(failed)} failed`] : []),
    ]
    const whole = rejected + duplicate + failed
    const left = whole - kept
    const stay = format.plural(whole, 'It stays here to be read', 'They stay here to be read')
    const fate =
      kept === 0
        ? `and ${format.plural(whole, 'is', 'are')} left out of the export.`
        : left === 0
          ? `and ${format.plural(whole, 'goes into the export, as you keep it.', 'go into the export, as you keep them.')}`
          : `and ${format.number(left)} ${format.plural(left, 'is', 'are')} left out of the export: you keep the ${format.plural(kept, 'other', 'others')}.`
    return `${parts.join(', ')}. ${stay} ${fate}`
  },
  lookAtFailed: (count: number) => `Look at ${format.count(count, 'failed row', 'failed rows')}`,
  lookAtRejected: (count: number) => `Look at ${format.count(count, 'rejected row', 'rejected rows')}`,
  progress: 'How far it is',
  readyOf: (planned: number) => `of ${format.count(planned, 'row is', 'rows are')} ready to export`,
  readySoFar: (planned: number) => `of ${rows(planned)} ready so far`,
  /** What a person did to rows of it; empty where that is nothing. Those discarded stand in the legend. */
  handled: (kept: number, edited: number) => {
    const parts = [
      ...(kept > 0 ? [`${format.number(kept)} kept`] : []),
      ...(edited > 0 ? [`${format.number(edited)} edited`] : []),
    ]
    return parts.length > 0 ? `${parts.join(' and ')} by you.` : ''
  },
  pace: (rowsPerMinute: string, tokensPerSecond: string) => `${rowsPerMinute} (${tokensPerSecond})`,
  atOnce: (count: number) => `${format.number(count)} at once`,
  written: (written: number, planned: number) => `${format.number(written)} of ${rows(planned)} written`,
  writtenWaiting: (count: number) =>
    `${format.number(count)} of them ${format.plural(count, 'is', 'are')} not compared with earlier rows yet`,
  cloth: {
    label: 'Every planned row, in order',
    hint: 'Choose one to read it.',
    part: (shown: number, whole: number) => `The first ${format.number(shown)} of ${rows(whole)}.`,
    cell: (number: number, state: string, verdict?: string | null) =>
      [`Row ${format.number(number)}`, state, ...(verdict ? [verdict] : [])].join(', '),
  },
  paceLine: {
    title: 'Speed over time',
    now: (rate: string) => `${rate} now`,
    mean: (rate: string) => `${rate} on average`,
    range: (least: string, most: string) => `Between ${least} and ${most}.`,
  },
  newest: {
    title: 'Newest rows',
    writing: 'Being written',
    writingToo: (count: number) => `${format.number(count)} more ${format.plural(count, 'is', 'are')} being written`,
    keeps: 'keep',
    discards: 'discard',
    judge: {
      kept: (number: number) => `Keep row ${format.number(number)}`,
      discarded: (number: number) => `Discard row ${format.number(number)}`,
    },
    waiting: (count: number) => `${format.number(count)} newer, shown as soon as you leave the list`,
    empty: 'The first words come as soon as the model is loaded.',
    none: 'No row was finished.',
    toCompare: 'passed, not compared yet',
    open: (number: number) => `Row ${format.number(number)}`,
  },
  reasons: {
    title: (count: number) => `Why ${rows(count)} ${format.plural(count, 'was', 'were')} set aside`,
    several: 'A row may have several reasons.',
    noneYet: 'No row is set aside so far',
    none: 'No row is set aside',
  },
  exported: {
    title: 'Exported',
    changed: (old: number, count: number) => {
      const which = count === 1 ? 'this file was' : old === 1 ? 'one of these files was' : 'some of these files were'
      return `Rows were judged, edited or made again after ${which} written. Export again to have them as they are now.`
    },
    when: (moment: string, standing: 'there' | 'old' | 'replaced' | 'gone') =>
      ({
        there: moment,
        old: `${moment}, older than the last changes`,
        replaced: `${moment}, written over since`,
        gone: `${moment}, no longer where it was written`,
      })[standing],
    copy: 'Copy path',
    copyOf: (fileName: string) => `Copy path of ${fileName}`,
    earlier: (count: number) => `Show ${format.count(count, 'earlier file', 'earlier files')}`,
  },
  recipe: {
    imported: 'These rows came in from a file. What made them is not known here.',
    title: 'Made with',
    template: 'Template',
    personas: 'Personas',
    /** `list`: the name of one; undefined: all that the library has; null: one that is gone. `narrowed`: by what, in words. */
    personasOf: (list: string | null | undefined, narrowed: readonly string[], howMany: string) =>
      [list === undefined ? 'The library' : (list ?? 'A list deleted since'), ...narrowed, howMany].join(', '),
    personasAll: (count: number) => `all ${format.number(count)}`,
    personasFirst: (count: number) => `first ${format.number(count)}`,
    personasShuffled: (count: number, seed: string) => `${format.number(count)} shuffled (seed ${seed})`,
    model: 'Model',
    style: 'Examples',
    temperature: 'Temperature',
    maxTokens: 'Longest answer',
    tokens: (count: number) => format.count(count, 'token', 'tokens'),
    parallel: 'Rows at once',
    parallelFewer: (count: number, wanted: number) =>
      `${format.number(count)}, as memory for ${format.number(wanted)} was not free`,
    seed: 'Variation (seed)',
    begun: 'Begun',
    time: 'Time writing',
    written: 'Written',
    writtenLater: 'counted with the first finished row',
    file: 'File',
    meant: 'What do these words mean?',
    meanings: [
      {
        word: 'Temperature',
        meaning: 'How freely the model chooses each next word. At 0 it always takes the likeliest.',
      },
      { word: 'Token', meaning: 'A piece of a word: models read and write in these. 100 are about 75 English words.' },
      { word: 'Rows at once', meaning: 'So many are written side by side, as many as processor and memory bear.' },
      {
        word: 'Variation (seed)',
        meaning: 'Where the model’s choices begin. The same number with the same settings makes the same rows.',
      },
      {
        word: 'Ready',
        meaning: 'Goes into an export: it passed the checks and is not discarded, or a person kept it.',
      },
      {
        word: 'Passed, not compared yet',
        meaning: 'Waits for the rows before it, as it may say what one of these says.',
      },
      { word: 'Rejected', meaning: 'A check has something against the text. It stays here to be read.' },
      { word: 'Duplicate', meaning: 'Says what another row of this dataset says already.' },
      { word: 'Failed', meaning: 'No text came, as when the model stopped or took too long.' },
    ],
  },
}
