import type { Output } from '#contract/index'
import type { FileFormat, PreviewLine } from '#contract/personas'
import { examineFile } from './examine-file.ts'
import { createPicker } from './field-mapping.ts'
import { withKnownKeys } from './known-keys.ts'
import { withTextFile } from './open-text-file.ts'
import { createEntryReader } from './read-entry.ts'
import { skippedLine } from './skipped-line.ts'

const shownLines = 10
const shownCharacters = 2000

/** What a file's beginning tells about it: nothing is stored, and no more than the first lines are read. */
export function inspectFile(task: {
  databaseFile: string
  path: string
  name: string
  format?: FileFormat
  field?: string
  asRows: boolean
}): Promise<Output<'persona.inspect'>> {
  return withTextFile(task.path, task.name, (file) => {
    const { format, fields, likely, hasRows, isWhole, sample, ...examined } = examineFile(file, task)
    const field = examined.field ?? likely
    const pick = likely === null ? examined.pick : createPicker(likely, fields, task.name)
    const readEntry = pick && createEntryReader(pick, task.asRows && hasRows)

    // While the field is open nobody knows what comes in.
    const isOpen = fields.length > 0 && !readEntry
    // As the import will read it, so that what is left out is told in the same words.
    const lines = withKnownKeys(task.databaseFile, (whoseKey) =>
      (isOpen ? [] : sample).flatMap((parsed): PreviewLine[] => {
        if ('problem' in parsed) return [skippedLine(parsed, parsed.problem)]
        if (!readEntry) return []
        const read = readEntry(parsed.fields, parsed.line, 0)
        if ('problem' in read) return [skippedLine(parsed, read.problem)]
        const text = read.entry.text.slice(0, shownCharacters).toWellFormed()
        return [{ line: parsed.line, text, reason: null, ...whoseKey(read.entry.key, parsed.line) }]
      }),
    )
    const countKnown = (from: PreviewLine['knownFrom']) => lines.filter(({ knownFrom }) => knownFrom === from).length
    return {
      ...{ format, fields, field, isGuess: likely !== null, hasRows, isWhole },
      preview: lines.slice(0, shownLines),
      further: lines.slice(shownLines).filter(({ reason, knownFrom }) => reason !== null || knownFrom),
      known: { library: countKnown('library'), file: countKnown('file') },
      looked: lines.length,
    }
  })
}
