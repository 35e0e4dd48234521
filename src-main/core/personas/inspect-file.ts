import type { Output } from '#contract/index'
import type { FileFormat } from '#contract/personas'
import { storableText } from '../text.ts'
import { examineFile } from './examine-file.ts'
import { createPicker } from './field-mapping.ts'
import { withTextFile } from './open-text-file.ts'

const shownLines = 10
const shownCharacters = 2000

/** What a file's beginning tells about it: nothing is stored, and no more than the first lines are read. */
export function inspectFile(task: {
  path: string
  name: string
  format?: FileFormat
  field?: string
}): Output<'persona.inspect'> {
  return withTextFile(task.path, task.name, (file) => {
    const { format, fields, likely, hasRows, sample, ...examined } = examineFile(file, task)
    const field = examined.field ?? likely
    const pick = likely === null ? examined.pick : createPicker(likely, fields, task.name)
    const preview = sample.flatMap((parsed) => {
      const picked = 'fields' in parsed && pick ? pick(parsed.fields, parsed.line) : undefined
      if (!picked || 'problem' in picked) return []
      return [{ line: parsed.line, text: storableText(picked.text.slice(0, shownCharacters)).text }]
    })
    return { format, fields, field, isGuess: likely !== null, preview: preview.slice(0, shownLines), hasRows }
  })
}
