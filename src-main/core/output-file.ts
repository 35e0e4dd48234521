import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '#contract/errors'

/** Finds out before hours of work whether a file can be written at their end. */
export function checkOutputFile(path: string, force: boolean): void {
  if (existsSync(path)) {
    if (statSync(path).isDirectory())
      throw new AppError('not-writable', `${path} is a folder. Nothing was started. Name a file.`)
    if (!force) {
      throw new AppError(
        'output-exists',
        `${path} exists already and was not changed. Choose another name, or allow replacing it.`,
      )
    }
  }
  const probe = `${path}.${process.pid}.try`
  try {
    writeFileSync(probe, '', { flag: 'wx' })
    rmSync(probe)
  } catch (error) {
    throw new AppError(
      'not-writable',
      `Nothing can be written to ${dirname(path)} (${(error as Error).message}). Nothing was started. Choose another place.`,
    )
  }
}
