import type { NetworkEntry, NetworkLog, NetworkReason } from '#contract/network'
import type { Connection } from '../../inference/watch-connections.ts'

export type NetworkRecord = ReturnType<typeof createNetworkRecord>

const mostEntries = 200
const longestTarget = 120

/** What the processes of the app connected to, and what was asked of it: in memory, and for as long as this process lives. */
export function createNetworkRecord(now: () => number = Date.now) {
  const since = now()
  const counts = { outside: 0, answered: 0, refused: 0 }
  /** In the order of their last time. What repeats itself stands once, so that it crowds out nothing else. */
  const entries = new Map<string, NetworkEntry>()

  function add(who: NetworkEntry['who'], { target, isOutside }: Connection, reason: NetworkReason | null): void {
    const shown = target.length > longestTarget ? `${target.slice(0, longestTarget)}…` : target
    const key = JSON.stringify([who, shown, isOutside, reason])
    const count = (entries.get(key)?.count ?? 0) + 1
    entries.delete(key)
    entries.set(key, { at: now(), count, who, target: shown, isOutside, reason })
    const [oldest] = entries.keys()
    if (entries.size > mostEntries && oldest !== undefined) entries.delete(oldest)
  }

  return {
    /** The app's own process opens a connection. */
    opened(connection: Connection): void {
      if (connection.isOutside) counts.outside++
      add('app', connection, null)
    },
    /** A request to the local server was taken; `from` is the address that it came from. */
    answered(from: string): void {
      counts.answered++
      add('browser', { target: from, isOutside: false }, null)
    },
    refused(who: NetworkEntry['who'], connection: Connection, reason: NetworkReason): void {
      counts.refused++
      add(who, connection, reason)
    },
    show: (): NetworkLog => ({ since, ...counts, entries: [...entries.values()].reverse() }),
  }
}
