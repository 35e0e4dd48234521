import { describeGgufModel, type GgufHeader } from './describe-gguf-model.ts'
import { type GgufFile, readGgufFile } from './gguf-file.ts'
import { checkSplitPart, splitPartPaths } from './gguf-split.ts'
import { withModelFile } from './open-model-file.ts'

export type { GgufHeader } from './describe-gguf-model.ts'

const timeLimitMs = 5_000

/**
 * Reads the header of a GGUF model (version 2 or 3) and checks all that the engine would trust in it: a length against
 * the bytes left, a tensor against the end of the file, a dimension against reason. For a split model, of every part.
 * Errors: `model-missing`, else `model-unusable`, with a sentence for people. Blocks while it reads: some tens of
 * milliseconds for 50,000 tokens, at most 5 s.
 */
export function readGgufHeader(path: string): GgufHeader {
  const deadlineMs = performance.now() + timeLimitMs
  return withModelFile(path, (file) => {
    const [, ...otherPaths] = splitPartPaths(path)
    const partCount = otherPaths.length + 1
    const readPart = (open: typeof file, part: number): GgufFile => {
      const read = readGgufFile(open, deadlineMs)
      checkSplitPart(read, part, partCount)
      return read
    }
    const first = readPart(file, 1)
    const others = otherPaths.map((each, at) => withModelFile(each, (open) => readPart(open, at + 2)))
    return describeGgufModel(first, others)
  })
}
