import { createHash } from 'node:crypto'
import { chmod, mkdir, readdir, rename, rm, stat, statfs, utimes } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import type { LlamaContextSequence, Token } from 'node-llama-cpp'

/** Below this a beginning is read again in about the time that looking for a file is worth. */
export const leastKeptTokens = 512
const mostBytes = 2 ** 30
const mostAgeMs = 30 * 24 * 3_600_000
const leastFreeBytes = 2 * 2 ** 30
/** What a file holds changes with this, with the engine's build, the model and the processor. */
const format = 'beginning 2'
const ending = '.state'
/** No file takes so long to be written: what is left of an older one was left by a process that was killed. */
const mostPartMs = 3_600_000

export type KeptBeginnings = {
  /** Makes a sequence hold this beginning as an earlier run read it; false, and an empty sequence, where that is not to be had. */
  load(sequence: LlamaContextSequence, tokens: readonly Token[]): Promise<boolean>
  /** Keeps what a sequence holds, which is exactly this beginning. Reading it took so long. */
  save(sequence: LlamaContextSequence, tokens: readonly Token[], readMs: number): Promise<void>
}

type Place = { folder: string; modelSha256: string; build: string }

/**
 * Keeps long beginnings that prompts share as files, so that the next run need not read them again. A file that is slower
 * than reading is not kept. Nothing depends on them: one that is missing or damaged costs the reading, no more.
 */
export function createKeptBeginnings({ folder, modelSha256, build }: Place): KeptBeginnings {
  const slow = new Set<string>()

  function keyOf(tokens: readonly Token[]): string {
    const place = JSON.stringify([format, modelSha256, build, cpus()[0]?.model ?? '', tokens])
    return createHash('sha256').update(place).digest('hex').slice(0, 32)
  }

  /** The file's name tells how long reading took: `KEY-MS.state`. */
  async function find(key: string): Promise<{ path: string; readMs: number } | undefined> {
    const name = (await namesIn(folder)).find((each) => each.startsWith(`${key}-`) && each.endsWith(ending))
    if (name === undefined) return undefined
    return { path: join(folder, name), readMs: Number.parseInt(name.slice(key.length + 1), 10) }
  }

  return {
    async load(sequence, tokens) {
      const key = keyOf(tokens)
      const found = slow.has(key) ? undefined : await find(key)
      if (!found) return false
      const startedAt = performance.now()
      try {
        await sequence.loadStateFromFile(found.path, { acceptRisk: true })
        const { contextTokens } = sequence
        if (contextTokens.length !== tokens.length || contextTokens.some((token, at) => token !== tokens[at])) {
          throw new Error('A kept beginning holds another text than its name says.')
        }
      } catch {
        // Damaged, or of another size of context. It is read anew, and then kept anew.
        await rm(found.path, { force: true })
        await sequence.clearHistory()
        return false
      }
      if (performance.now() - startedAt > found.readMs) {
        slow.add(key)
        await rm(found.path, { force: true })
      } else await utimes(found.path, new Date(), new Date())
      return true
    },

    async save(sequence, tokens, readMs) {
      const key = keyOf(tokens)
      if (slow.has(key) || (await find(key))) return
      const part = join(folder, `${key}-${process.pid}.part`)
      try {
        await mkdir(folder, { recursive: true })
        await chmod(folder, 0o700)
        const { bavail, bsize } = await statfs(folder)
        if (bavail * bsize < leastFreeBytes) return
        await sequence.saveStateToFile(part)
        await rename(part, join(folder, `${key}-${Math.ceil(readMs)}${ending}`))
        await clearOld(folder)
      } catch {
        // A full or read-only disk: rows come all the same, and the next run reads this again.
        await rm(part, { force: true }).catch(() => {}) // Where nothing can be written, nothing is left either.
      }
    },
  }
}

/** Removes what was not used for a month, the longest unused beyond a gigabyte, and what was never finished. */
async function clearOld(folder: string): Promise<void> {
  const files = await Promise.all(
    (await namesIn(folder)).map(async (name) => {
      const { size, mtimeMs } = await stat(join(folder, name))
      return { path: join(folder, name), size, mtimeMs }
    }),
  )
  let bytes = 0
  for (const { path, size, mtimeMs } of files.sort((one, other) => other.mtimeMs - one.mtimeMs)) {
    bytes += size
    const mostMs = path.endsWith(ending) ? mostAgeMs : mostPartMs
    if (bytes > mostBytes || Date.now() - mtimeMs > mostMs) await rm(path, { force: true })
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []) // A folder that is not there yet holds nothing.
}
