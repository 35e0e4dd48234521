import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A disk of its own for one test; undefined where this user may not mount one. */
export function mountSmallDisk(megabytes: number): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'loom-small-'))
  onTestFinished(() => rmdirSync(folder))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    return undefined
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]))
  return folder
}

/** Takes all that is left of a disk, down to single bytes. */
export function fillDisk(file: string): void {
  for (let sizeBytes = 2 ** 20; sizeBytes >= 1; sizeBytes /= 2) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(sizeBytes), { flag: 'a' })
    } catch {
      // No room for so much at once; less may fit.
    }
  }
}
