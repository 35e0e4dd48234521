import { readFileSync } from 'node:fs'
import { AppError } from '#contract/errors'
import { type SuggestedModel, Suggestions } from '#contract/models'

/** What a model takes, by its file alone: weights with some room, what rows have read, and working space. */
const weightShare = 1.2
const workingBytes = 2 * 2 ** 30
/** The rest is the system's and other programs'. */
const usableShare = 0.6

/** Models that are known to write better than the small one, and whether they fit into so much memory. Smallest first. */
export function suggestModels(file: string, memoryBytes: number): SuggestedModel[] {
  const { models } = read(file)
  return models
    .map((model) => {
      const needsBytes = Math.round(model.sizeBytes * weightShare + workingBytes)
      return { ...model, needsBytes, fits: needsBytes <= memoryBytes * usableShare }
    })
    .sort((one, other) => one.sizeBytes - other.sizeBytes)
}

function read(file: string): Suggestions {
  try {
    return Suggestions.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    throw new AppError(
      'internal',
      'The list of stronger models cannot be read. Everything else works. Install the app again to mend it.',
      { cause },
    )
  }
}
