import { readFileSync } from 'node:fs'
import { AppError } from '#contract/errors'

/**
 * Measured with Node 24: with 2 GB every command begins, with 1.5 GB Node ends in the middle of its work without a word
 * of ours. The rest is for a worker or two.
 */
const leastBytes = 3 * 2 ** 30

/** Refuses to begin where the system gives a program less address space than Node lives on. Linux alone tells it. */
export function checkAddressSpace(limits: string = readLimits()): void {
  const soft = /^Max address space\s+(\d+)/m.exec(limits)?.[1]
  if (soft === undefined || Number(soft) >= leastBytes) return
  const gib = (Number(soft) / 2 ** 30).toFixed(1)
  throw new AppError(
    'bad-input',
    `This shell lets a program use ${gib} GiB of address space, and Persona Loom needs 3 GiB to begin and more for a model. Nothing was changed. Lift the limit and try again: ulimit -v unlimited`,
  )
}

function readLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8')
  } catch {
    return '' // Not Linux: nothing is known, so nothing is refused.
  }
}
