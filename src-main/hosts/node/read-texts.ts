import { AppError } from '#contract/errors'
import type { FileFormat } from '#contract/personas'
import { examineFile, parseFile } from '../../core/personas/examine-file.ts'
import { unknownField } from '../../core/personas/field-mapping.ts'
import { withTextFile } from '../../core/personas/open-text-file.ts'

type Options = { path: string; field?: string; format?: FileFormat }

/** The texts of a file, read as an import reads personas, except that a line without one is refused. */
export function readTexts(options: Options): Promise<string[]> {
  const { path } = options
  return withTextFile(path, path, (file) => {
    const { format, fields, field, pick } = examineFile(file, options)
    if (!pick && fields.length > 0) throw unknownField(field, fields, path)
    const texts: string[] = []
    for (const parsed of parseFile(file, format)) {
      const read = 'problem' in parsed ? parsed : pick?.(parsed.fields, parsed.line)
      if (read && 'text' in read && !('problem' in read)) texts.push(read.text)
      else throw new AppError('bad-file', `${path}: ${read?.problem ?? 'It holds no text.'} Nothing was written.`)
    }
    if (texts.length === 0) throw new AppError('bad-file', `${path} holds no text. Nothing was written.`)
    return texts
  })
}
