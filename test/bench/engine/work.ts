import type { Sampling } from '../../../src-main/contract/sampling.ts'
import type { OutputForm, Prompt } from '../../../src-main/core/engine.ts'

/** `ids` are the prompt's tokens as our engine sends them, its written start included. */
export type Row = { prompt: Prompt; ids: number[]; seed: number }

export type Work = {
  rows: Row[]
  form: OutputForm
  sampling: Sampling
  /** Tokens of a row, prompt and answer together. */
  contextSize: number
  /** Rows written at once. */
  slots: number
  /** Peers that can go on past the end of an answer do; ours gets rows that are known to be long enough. */
  exact?: boolean
}

/** `tokens` are those of the answer, without the one that ends it. */
export type Written = { text: string; tokens: number; end: 'stop' | 'length' | 'repetition' | 'early' }

/** `ms`: from the first request to the last answer, rows in the order of the work. */
export type Outcome = { rows: Written[]; ms: number }

/** One way of having rows written. Each call starts cold: a process of its own that has read none of the prompts. */
export type Peer = { name: string; write(work: Work): Promise<Outcome> }

/** Written before the clock starts, so that no peer pays for waking up; it shares no prompt with the work. */
export const warmUp = { text: 'Hello', tokens: 8 }

/** Keeps `lanes` rows in the making until all are written. */
export async function writeInLanes<R>(
  rows: readonly R[],
  lanes: number,
  write: (row: R, lane: number) => Promise<Written>,
): Promise<Outcome> {
  const written: Written[] = []
  let next = 0
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      for (let at = next++; at < rows.length; at = next++) written[at] = await write(rows[at] as R, lane)
    }),
  )
  return { rows: written, ms: performance.now() - startedAt }
}

export function tokensPerSecond({ rows, ms }: Outcome): number {
  return (rows.reduce((sum, { tokens }) => sum + tokens, 0) / ms) * 1000
}
