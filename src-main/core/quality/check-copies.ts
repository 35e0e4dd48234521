import type { Example, Step } from '#contract/recipe'
import type { CopyReason } from '#contract/runs'
import { stringsIn } from '../json-values.ts'
import type { ComposedPrompt, CopiedPart } from '../prompting.ts'
import { ngramsOf, wordsOf } from '../text.ts'
import { createNameCheck } from './check-names.ts'
import { nearRuns } from './near-runs.ts'
import { sharedPassages } from './shared-passages.ts'

/** Words in a row that count as copied: from what is told with every row, and from the persona. */
const copiedRun = 8
const copiedPersonaRun = 10
/** Below this a persona is a plain name of a thing ("a nurse"), and an example an answer, which a row may well contain. */
const shortestWhole = 4

/** Something that a row must not copy: its runs of `size` words, each with the place of the example that has it. */
type Source = { reason: CopyReason; size: number; known: ReadonlyMap<string, number | undefined> }

/**
 * Finds what of a row's texts is copied word for word from the examples, the task, the background or, but for a word, the
 * persona, and the names that it has out of the examples.
 */
export function createCopyCheck(
  step: Step,
  { instructions, background, ...names }: Pick<ComposedPrompt, 'instructions' | 'background' | 'given' | 'replaced'>,
) {
  const { form, phrases = [] } = step.output
  // What each row must have is no copy of what the prompt has.
  const asked = new Set(phrases.flatMap((phrase) => runsOf(phrase)))
  const source = (reason: CopyReason, entries: [string, number?][], size = copiedRun): Source => ({
    reason,
    size,
    known: new Map(
      entries.flatMap(([text, at]) => runsOf(text, size).flatMap((run) => (asked.has(run) ? [] : [[run, at]]))),
    ),
  })
  const ofExamples = step.examples.flatMap((example, at) =>
    exampleTexts(example).map((text): [string, number] => [text, at]),
  )
  // Of fields and choices short ones are alike.
  const short = step.examples.flatMap(({ output }, at) => {
    if (form !== 'text' || typeof output !== 'string') return []
    const size = wordsOf(output).length
    return size >= shortestWhole && size < copiedRun ? source('copied-example', [[output, at]], size) : []
  })
  const sources = [
    source('copied-example', ofExamples),
    ...short,
    source('copied-instructions', [[instructions]]),
    source('copied-background', [[background]]),
  ]
  const namesIn = createNameCheck(step, names)

  return {
    /** Each reason once. */
    reasons(texts: readonly string[], persona: string): CopyReason[] {
      const sizes = new Map<number, readonly string[]>()
      const runsIn = (size: number) => {
        const runs = sizes.get(size) ?? texts.flatMap((text) => runsOf(text, size))
        sizes.set(size, runs)
        return runs
      }
      const copied = sources.filter(({ size, known }) => runsIn(size).some((run) => known.has(run)))
      const found = [...new Set(copied.map(({ reason }) => reason))]
      if (texts.some((text) => ofPersona(persona, text).known.size > 0)) found.push('copied-persona')
      const hasNames = texts.some((text) => namesIn(text, persona).length > 0)
      return hasNames ? ['copied-name', ...found] : found
    },
    /** What of one text it is. */
    parts: (text: string, persona: string): CopiedPart[] => [
      ...[...sources, ofPersona(persona, text)].flatMap(({ reason, size, known }) =>
        sharedPassages(text, size, known).map((part) => ({ reason, ...part })),
      ),
      ...namesIn(text, persona).map((part): CopiedPart => ({ reason: 'copied-name', ...part })),
    ],
  }
}

/** The persona as the text has it: in a long run one word may be another, as “meter” for “metre”. */
function ofPersona(persona: string, text: string): Source {
  const words = wordsOf(persona)
  const size = Math.min(words.length, copiedPersonaRun)
  const mostChanged = size < copiedPersonaRun ? 0 : 1
  const runs = words.length < shortestWhole ? [] : nearRuns(wordsOf(text), words, size, mostChanged)
  return { reason: 'copied-persona', size, known: new Map(runs.map((run) => [run, undefined])) }
}

function exampleTexts({ output, background = '' }: Example): string[] {
  return [...(typeof output === 'string' ? [output] : stringsIn(output)), background]
}

function runsOf(text: string, size = copiedRun): string[] {
  return ngramsOf(wordsOf(text), size)
}
