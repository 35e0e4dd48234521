import { AppError, type ErrorCode } from '#contract/errors'
import type { Engine, ModelFile } from '../engine.ts'
import type { RunSnapshot } from './run-snapshot.ts'

const startsInARow = 3

/** A model's file that was held against what was added. */
export type HeldModel = {
  file: ModelFile
  /** As measured with that build of the library, or as the person wants; undefined leaves it to the engine. */
  threads: (build: string) => number | undefined
  /** Says that the file was written over since it was held; undefined while it is as it was. */
  changed: () => AppError | undefined
}

export type StartDeps = {
  engine: Engine
  /** `null` takes the chat template of the file. */
  usableModel: (sha256: string, chatTemplate?: string | null) => Promise<HeldModel>
  log: (error: unknown) => void
}

/** Whether the model's process is gone, by itself or because it stood still. */
export function isLost(code: ErrorCode | undefined): boolean {
  return code === 'engine-crashed' || code === 'engine-stuck'
}

/**
 * Loads a run's model and makes room for `slots` rows, once more where its process ends meanwhile, and three times at
 * most. Throws what the last one ended with.
 */
export async function startModel(
  { engine, usableModel, log }: StartDeps,
  { model, contextSize }: RunSnapshot,
  slots: number,
  signal: AbortSignal,
): Promise<Pick<HeldModel, 'changed'> & { build: string }> {
  for (let start = 1; ; start++) {
    try {
      // Again at each start: after a crash the file may be another one than at the first.
      const { file, threads, changed } = await usableModel(model.sha256, model.chatTemplate?.text ?? null)
      const { build } = await engine.load(file)
      await engine.open({ contextSize, slots, threads: threads(build) })
      return { build, changed }
    } catch (error) {
      const code = error instanceof AppError ? error.code : undefined
      if (!isLost(code) || start >= startsInARow || signal.aborted) throw error
      log(error)
    }
  }
}
