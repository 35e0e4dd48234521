import type { Output } from '#contract/index'
import type { FileFormat } from '#contract/personas'
import { storableText } from '../text.ts'
import { examineFile } from './examine-file.ts'
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
    const { format, fields, field, pick, hasRows, sample } = examineFile(file, task)
    const preview = sample.flatMap((parsed) => {
      const picked = 'fields' in parsed && pick ? pick(parsed.fields, parsed.line) : undefined
      if (!picked || 'problem' in picked) return []
      return [{ line: parsed.line, text: storableText(picked.text.slice(0, shownCharacters)).text }]
    })
    return { format, fields, field, preview: preview.slice(0, shownLines), hasRows }
  })
}
