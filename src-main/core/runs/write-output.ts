import { AppError } from '#contract/errors'
import type { ExportRequest, ExportResult } from '#contract/exports'
import { exportFormatOf } from '../export-format.ts'
import { hashFile } from '../hash-file.ts'
import type { RunOutput, RunProblem, RunRepository, StoredRun } from './run-repository.ts'

type Deps = { runs: RunRepository; exportRun: (request: ExportRequest) => Promise<ExportResult> }

/** Writes a run's output file where it has one and it is not there yet; gives what went wrong, in words. */
export async function writeOutput({ runs, exportRun }: Deps, run: StoredRun): Promise<RunProblem | null> {
  const output = run.output ? (JSON.parse(run.output) as RunOutput) : undefined
  if (!output || output.sha256) return null
  const request = {
    runId: run.id,
    shape: 'seed',
    format: exportFormatOf(output.path),
    formulaGuard: true,
    pack: false,
    validationShare: 0,
  } as const
  try {
    const { sha256 } = await exportRun({ ...request, fileId: output.path, force: output.force })
    runs.setOutput(run.id, { ...output, sha256 })
    return null
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { code: error.code, message: `The rows are safe, but the file was not written: ${error.message}` }
  }
}

/** The output of a run whose rows are made anew: its file is written again, over the old one while nobody changed that. */
export async function renewedOutput(output: RunOutput): Promise<RunOutput> {
  return { ...output, force: await isAsWritten(output), sha256: null }
}

async function isAsWritten({ path, sha256 }: RunOutput): Promise<boolean> {
  try {
    return (await hashFile(path)) === sha256
  } catch {
    // Gone or not readable: where something stands there, it is not replaced.
    return false
  }
}
