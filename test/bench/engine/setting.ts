import { join } from 'node:path'
import { type Sampling, usualSampling } from '../../../src-main/contract/sampling.ts'
import type { ModelFile } from '../../../src-main/core/engine.ts'
import type { Layout } from '../../../src-main/hosts/node/layout.ts'
import type { Figures } from '../bench.ts'
import { makeRows, type RowsWanted } from './make-rows.ts'
import { createOurs, withEngine } from './ours.ts'
import { createServerPeer } from './server-peer.ts'
import type { Peer, Row } from './work.ts'

/** What every measurement of the engine needs. */
export type Setting = {
  layout: Layout
  model: ModelFile
  /** Where another file than the default model's was asked for. */
  modelFile: string | undefined
  /** Rows at once where a figure does not name another number. */
  slots: number
  rounds: number
  /** The number of rows that a figure names, or less where the bench was asked for less. */
  rowsOf: (named: number) => number
  /** Undefined where llama-server was not built. */
  server: { binary: string; version: string } | undefined
  wants: (figure: string) => boolean
  note: (text: string) => void
}

export type FigureGroup = { figures: readonly string[]; measure: (setting: Setting) => Promise<Figures> }

/** Chances of the recipes; the limit is each work's own. */
const { maxTokens: _, ...usualChances } = usualSampling
export const chances: Omit<Sampling, 'maxTokens'> = usualChances

/** Our engine; another entry than the application's starts it with something held fixed or watched. */
export function ours(
  { layout, model, note }: Setting,
  name = 'ours',
  entry = layout.inference,
  beginningsFolder?: string,
): Peer {
  const kept = beginningsFolder === undefined ? {} : { beginningsFolder }
  return createOurs({ name, model, entry, log: (error) => note(String(error)), ...kept })
}

export function serverPeers({ server, model }: Setting): Peer[] {
  return server ? [createServerPeer({ binary: server.binary, modelPath: model.path })] : []
}

/** Path of an entry of the bench's own for the inference process. */
export function ownEntry(name: string): string {
  return join(import.meta.dirname, 'entries', `${name}.ts`)
}

export function rowsFor({ layout, model, note }: Setting, wanted: RowsWanted): Promise<Row[]> {
  return withEngine({ entry: layout.inference, log: (error) => note(String(error)) }, async (engine) => {
    await engine.load(model)
    return makeRows(layout.resources, engine, wanted)
  })
}
