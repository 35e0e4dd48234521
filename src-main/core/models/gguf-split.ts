import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { AppError } from '#contract/errors'
import { printableName } from '../printable-name.ts'
import type { GgufFile } from './gguf-file.ts'

const maxParts = 1_000
const partName = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/s

/** All parts of a model that was split, by the name of its first; the path alone for any other. */
export function splitPartPaths(path: string): string[] {
  const [, stem, part, parts] = partName.exec(basename(path)) ?? []
  const count = Number(parts)
  if (stem === undefined || count <= 1) return [path]
  if (count > maxParts || Number(part) < 1 || Number(part) > count) {
    throw new AppError('model-unusable', `${printableName(path)} is not a possible part of a split model.`)
  }
  const paths = Array.from({ length: count }, (_, at) => join(dirname(path), stem + partSuffix(at + 1, count)))
  const missing = paths.findIndex((each) => !existsSync(each))
  if (missing >= 0) {
    const name = printableName(paths[missing] ?? '')
    throw new AppError(
      'model-unusable',
      `Part ${missing + 1} of ${count} is missing: ${name}. Put all parts into one folder.`,
    )
  }
  if (Number(part) !== 1) {
    const first = printableName(paths[0] ?? '')
    throw new AppError(
      'model-unusable',
      `This is part ${Number(part)} of ${count} of a model. Choose part 1: ${first}.`,
    )
  }
  return paths
}

/** Holds what the header says about its place among the parts against what the file's name says. */
export function checkSplitPart({ reader, metadata }: GgufFile, part: number, count: number): void {
  const said = (key: string) => {
    const entry = metadata.get(key)
    // llama.cpp ends the process when this is stored as anything but u16.
    if (entry && entry.type !== 'u16') throw reader.refusal(`the entry '${key}' has the wrong type. Not loaded.`)
    return entry?.value ?? 0
  }
  // Parts that were joined again keep the entry, as 0.
  const saidCount = said('split.count') || 1
  const saidPart = said('split.no') + 1
  if (saidCount === count && saidPart === part) return
  throw reader.refusal(
    saidCount === 1
      ? `the name says part ${part} of ${count}, but the file is a whole model. Rename it.`
      : `the file is part ${saidPart} of ${saidCount} of a model; its name must end in ${partSuffix(saidPart, saidCount)}.`,
  )
}

function partSuffix(part: number, count: number): string {
  const [digits, countDigits] = [part, count].map((number) => String(number).padStart(5, '0'))
  return `-${digits}-of-${countDigits}.gguf`
}
