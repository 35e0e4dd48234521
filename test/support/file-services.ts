import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Database } from 'better-sqlite3'
import { afterEach } from 'vitest'
import { type EventName, type Input, type Payload, routes } from '#contract/index'
import { openLibraryDatabase } from '../../src-main/core/db/open-database.ts'
import { createExportRepository } from '../../src-main/core/export/export-repository.ts'
import { createExportService } from '../../src-main/core/export/export-service.ts'
import { createImportService } from '../../src-main/core/personas/import-service.ts'
import { forkChild } from '../../src-main/hosts/node/fork-child.ts'

export const importEntry = resolve('src-main/hosts/node/import-process.ts')
export const exportEntry = resolve('src-main/core/export/export-worker.ts')

/** A thread or process that ends before it answers. */
export const dyingWorker = resolve('test/support/dying-worker.mjs')

export type TestRow = {
  persona: string
  text: string
  state?: string
  start?: string
  prompt?: string
  tries?: number
  verdict?: 'kept' | 'discarded'
  editedText?: string
}

const cleanups: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

/** Import and export with their real threads on a real library file; files are named relative to `folder`. */
export function startFileServices(
  entries: { importer?: string; importerHeapMb?: number; exportWorker?: string; canStore?: boolean } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'loom-files-'))
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }))
  const libraryFolder = join(folder, 'library')
  mkdirSync(libraryFolder)
  const databaseFile = join(libraryFolder, 'library.db')
  const db: Database = openLibraryDatabase(databaseFile)
  cleanups.push(() => void db.close())

  const now = 1_700_000_000_000
  const logged: unknown[] = []
  const seen: { name: EventName; payload: unknown }[] = []
  const waiting = new Map<string, (payload: unknown) => void>()
  let ids = 0
  const deps = {
    ...{ databaseFile, libraryFolder },
    resolveFile: (fileId: string) => resolve(folder, fileId),
    publish<E extends EventName>(name: E, payload: Payload<E>): void {
      seen.push({ name, payload })
      const id = 'importId' in payload ? payload.importId : 'exportId' in payload ? payload.exportId : ''
      if (name.endsWith('.done')) waiting.get(id)?.(payload)
    },
    clock: { now: () => now, newId: () => `id-${++ids}` },
    log: (error: unknown) => void logged.push(error),
  }
  const importerPids: number[] = []
  const startImporter = forkChild(entries.importer ?? importEntry, { heapMb: entries.importerHeapMb ?? 512 })
  const imports = createImportService({
    ...deps,
    startImporter() {
      const child = startImporter()
      importerPids.push(child.pid as number)
      return child
    },
    canStore: entries.canStore ?? true,
  })
  const exports = createExportService({
    ...{ ...deps, files: createExportRepository(db, libraryFolder) },
    workerEntry: entries.exportWorker ?? exportEntry,
    canStore: entries.canStore ?? true,
  })
  cleanups.push(() => imports.close())
  cleanups.push(() => exports.close())

  function done<E extends EventName>(id: string): Promise<Payload<E>> {
    const earlier = seen.find(
      ({ name, payload }) => name.endsWith('.done') && Object.values(payload as object).includes(id),
    )
    if (earlier) return Promise.resolve(earlier.payload as Payload<E>)
    return new Promise((settle) => waiting.set(id, settle as (payload: unknown) => void))
  }

  return {
    ...{ folder, libraryFolder, databaseFile, db, logged, imports, exports, now, importerPids },
    eventsNamed: <E extends EventName>(name: E) =>
      seen.filter((event) => event.name === name).map(({ payload }) => payload as Payload<E>),

    file(name: string, content: string | Buffer): string {
      writeFileSync(join(folder, name), content)
      return name
    },

    inspect: (input: Input<'persona.inspect'>) =>
      imports.handlers['persona.inspect'](routes['persona.inspect'].input.parse(input)),

    /** Imports a file and waits for its end. */
    async import(fileId: string, mapping: Partial<Input<'persona.import'>> = {}) {
      const input = routes['persona.import'].input.parse({ fileId, ...mapping })
      const { importId } = imports.handlers['persona.import'](input)
      const { result, problem } = await done<'import.done'>(importId)
      return { result, problem }
    },

    /** Exports a run and waits for its end. */
    async export(input: Input<'export.start'>) {
      const { exportId } = exports.handlers['export.start'](routes['export.start'].input.parse(input))
      const { result, problem } = await done<'export.done'>(exportId)
      return { result, problem }
    },

    preview: (input: Input<'export.preview'>) =>
      exports.handlers['export.preview'](routes['export.preview'].input.parse(input)),

    /** A run as the ledger leaves it: each row with one try, or more for `tries`. Returns its id. */
    addRun(
      rows: TestRow[],
      {
        name = 'Math problems',
        template = { description: 'math problem' },
      }: { name?: string; template?: object | null } = {},
    ): number {
      const recipe = JSON.stringify({ format: 'persona-loom/run@1', ...(template ? { template } : {}) })
      const runId = db
        .prepare(`INSERT INTO run (name, purpose, status, recipe, model_sha256, template_hash, created_at)
                  VALUES (?, 'dataset', 'finished', ?, '', 'hash', 0)`)
        .run(name, recipe).lastInsertRowid
      const addItem = db.prepare(`
        INSERT INTO item (run_id, wave, position, input_kind, input_key, template_hash, input_text, state, text,
                          finish_reason, verdict, edited_text)
        VALUES (?, 0, ?, 'persona', ?, 'hash', ?, ?, ?, ?, ?, ?)`)
      const addTry = db.prepare(`
        INSERT INTO attempt (item_id, step, number, seed, sampling, prompt, text, start_length, finish_reason,
                             prompt_tokens, tokens, duration_ms, engine, made_at)
        VALUES (?, 0, ?, 0, '{}', ?, ?, ?, 'stop', 0, 0, 0, 'test', 0)`)
      db.transaction(() => {
        rows.forEach((row, at) => {
          const { persona, text, state = 'accepted', start = '', prompt = `Ask ${at}`, tries = 1 } = row
          const { verdict = null, editedText = null } = row
          const key = Buffer.alloc(16)
          key.writeUInt32BE(at)
          const finish = tries > 0 ? 'stop' : null
          const itemId = addItem.run(runId, at, key, persona, state, text, finish, verdict, editedText).lastInsertRowid
          for (let number = 1; number < tries; number++) addTry.run(itemId, number, `Earlier ${prompt}`, 'earlier', 0)
          if (tries > 0) addTry.run(itemId, tries, prompt, text, start.length)
        })
      })()
      return Number(runId)
    },

    personas: () => db.prepare('SELECT text FROM persona ORDER BY id').pluck().all() as string[],
    sources: () => db.prepare('SELECT * FROM source ORDER BY id').all() as Record<string, unknown>[],
  }
}

export type FileServices = ReturnType<typeof startFileServices>
