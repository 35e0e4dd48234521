import { AppError } from '#contract/errors'

export function noDataset(runId: number): AppError {
  return new AppError(
    'not-found',
    `There is no dataset ${runId} in this library. Nothing was changed. The list of datasets shows those that are here.`,
  )
}
