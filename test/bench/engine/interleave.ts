import { type Outcome, type Peer, tokensPerSecond, type Work } from './work.ts'

export type Entry = { peer: Peer; work: Work }

/**
 * Lets every peer do its work once a round, each round beginning with another one, and gives the outcomes of a peer by
 * its name, round by round. What differs is then the peers, not the minute.
 */
export async function interleave(
  rounds: number,
  entries: readonly Entry[],
  note: (text: string) => void,
): Promise<(name: string) => Outcome[]> {
  const outcomes = new Map<string, Outcome[]>(entries.map(({ peer }) => [peer.name, []]))
  if (outcomes.size < entries.length) throw new Error('Two peers have one name')
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < entries.length; turn++) {
      const { peer, work } = entries[(round + turn) % entries.length] as Entry
      const outcome = await peer.write(work)
      outcomes.get(peer.name)?.push(outcome)
      const seconds = (outcome.ms / 1000).toFixed(1)
      note(`  round ${round + 1}, ${peer.name}: ${tokensPerSecond(outcome).toFixed(1)} tokens/s (${seconds} s)`)
    }
  }
  return (name) => {
    const its = outcomes.get(name)
    if (!its) throw new Error(`No peer is called ${name}`)
    return its
  }
}
