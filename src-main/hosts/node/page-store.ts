import { createHash } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

export type PageStore = ReturnType<typeof createPageStore>
type Options = {
  /** `pages.json` of a library: only this user may read it. */
  file: string
  now: () => number
  log: (error: unknown) => void
}
type Kept = { port?: number; pages: [digest: string, usedAt: number][] }

const dayMs = 24 * 60 * 60_000
const lifetimeMs = 7 * dayMs
const maxPages = 200
/** How much of a digest is its name; the rest is what a host proves itself with. */
const nameLength = 16

/**
 * The pages that may ask, and the port where they look for the app: kept, so that a page that was open before a crash
 * goes on after the next start. Of a page's token only its SHA-256 is kept, which opens nothing; who gets hold of the
 * file or of a copy of the library cannot ask. A page that was not seen for a week is forgotten at the next start.
 * What cannot be read counts as empty, what cannot be written is known to this process only.
 */
export function createPageStore({ file, now, log }: Options) {
  const kept = read(file)
  const pages = new Map(kept.pages.filter(([, usedAt]) => now() - usedAt < lifetimeMs && usedAt <= now()))
  let port = kept.port

  function save(): void {
    const temporary = `${file}.part`
    try {
      rmSync(temporary, { force: true })
      writeFileSync(temporary, JSON.stringify({ port, pages: [...pages] }), { mode: 0o600, flag: 'wx' })
      renameSync(temporary, file)
    } catch (error) {
      log(error)
    }
  }

  function use(digest: string): void {
    // The oldest use comes first, so that it is the first to go.
    pages.delete(digest)
    pages.set(digest, now())
    const [oldest] = pages.keys()
    if (pages.size > maxPages && oldest !== undefined) pages.delete(oldest)
    save()
  }

  return {
    /** Where the app was served the last time. */
    lastPort: port,
    servedOn(wanted: number): void {
      port = wanted
      save()
    },
    add: (token: string): void => use(digestOf(token)),
    /** Whether the token is a page's. It is looked up by its digest, so that the time tells nothing about how much was right. */
    knows(token: string): boolean {
      const digest = digestOf(token)
      const usedAt = pages.get(digest)
      if (usedAt === undefined) return false
      if (now() - usedAt > dayMs) use(digest)
      return true
    },
    /** The digest with this name: what page and host know, and nobody else. */
    digestNamed: (name: string): string | undefined =>
      name.length === nameLength ? pages.keys().find((digest) => digest.startsWith(name)) : undefined,
    forgetAll(): void {
      pages.clear()
      save()
    },
  }
}

function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

function read(file: string): Kept {
  try {
    const { port, pages } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
    const isPort = typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536
    return { ...(isPort ? { port } : {}), pages: Array.isArray(pages) ? pages.filter(isPage).slice(-maxPages) : [] }
  } catch {
    return { pages: [] } // There is none yet, or it is damaged: pages then need a new link.
  }
}

function isPage(entry: unknown): entry is [string, number] {
  return (
    Array.isArray(entry) &&
    typeof entry[0] === 'string' &&
    /^[0-9a-f]{64}$/.test(entry[0]) &&
    typeof entry[1] === 'number'
  )
}
