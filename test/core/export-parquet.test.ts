import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import { unzipSync } from 'fflate'
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { expect, test } from 'vitest'
import { exportShapes } from '#contract/export-shapes'
import { type FileServices, startFileServices, type TestRow } from '../support/file-services.ts'
import { hardStrings } from '../support/hard-strings.ts'

const compressors = { ZSTD: (input: Uint8Array) => new Uint8Array(zstdDecompressSync(input)) }

/** Read by the reader that data tools in browsers use; whole numbers come as BigInt. */
async function readParquet(bytes: Uint8Array): Promise<Record<string, unknown>[]> {
  const file = new Uint8Array(bytes).buffer
  const rows = await parquetReadObjects({ file, compressors })
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]) => [key, typeof value === 'bigint' ? Number(value) : value]),
    ),
  )
}

const fileOf = (services: FileServices, name: string) => readFileSync(join(services.folder, name))

const people: TestRow[] = hardStrings(40).map((text, at) => ({
  persona: `Person ${at} ${text}`,
  text: `Math problem: ${text}`,
  start: 'Math problem:',
}))

test.each(exportShapes)('the rows of the shape %s are the same in Parquet as in JSONL', async (shape) => {
  const services = startFileServices()
  const runId = services.addRun(people)
  const mapping = {
    mapping: [
      { key: 'who', field: 'persona' as const },
      { key: 'seed', field: 'seed' as const },
    ],
  }
  const request = { runId, shape, ...(shape === 'custom' ? mapping : {}) }
  await services.export({ ...request, fileId: 'rows.jsonl' })
  const { result } = await services.export({ ...request, format: 'parquet', fileId: 'rows.parquet' })
  expect(result).toMatchObject({ rows: people.length, fileName: 'rows.parquet' })
  const lines = fileOf(services, 'rows.jsonl').toString('utf8').split('\n').slice(0, -1)
  expect(await readParquet(fileOf(services, 'rows.parquet'))).toEqual(lines.map((line) => JSON.parse(line)))
})

test('many rows come in several groups and in their order, and the file says that they are synthetic', async () => {
  const services = startFileServices()
  const count = 25_000
  const runId = services.addRun(
    Array.from({ length: count }, (_, at) => ({ persona: `Person ${at}`, text: `Row ${at}` })),
  )
  await services.export({ runId, shape: 'raw', format: 'parquet', fileId: 'rows.parquet' })
  const bytes = fileOf(services, 'rows.parquet')
  const metadata = await parquetMetadataAsync(new Uint8Array(bytes).buffer)
  expect(metadata.row_groups.map((group) => Number(group.num_rows))).toEqual([10_000, 10_000, 5_000])
  expect(metadata.key_value_metadata).toEqual([{ key: 'persona-loom', value: '{"synthetic":true}' }])
  const rows = await readParquet(bytes)
  expect(rows.map(({ text }) => text)).toEqual(Array.from({ length: count }, (_, at) => `Row ${at}`))
})

test('a dataset without a good row gives a file with columns and no rows', async () => {
  const services = startFileServices()
  const runId = services.addRun([{ persona: 'A baker', text: 'Salt', state: 'rejected' }])
  await services.export({ runId, shape: 'messages', format: 'parquet', fileId: 'rows.parquet' })
  const metadata = await parquetMetadataAsync(new Uint8Array(fileOf(services, 'rows.parquet')).buffer)
  expect(Number(metadata.num_rows)).toBe(0)
  expect(metadata.schema.map(({ name }) => name)).toEqual(['row', 'messages', 'list', 'element', 'role', 'content'])
})

test('the preview of a Parquet file is readable', async () => {
  const services = startFileServices()
  const runId = services.addRun(people)
  const preview = await services.preview({ runId, shape: 'messages', format: 'parquet' })
  expect(preview).toEqual(await services.preview({ runId, shape: 'messages', format: 'jsonl' }))
})

test('a pack holds its rows as Parquet, split by persona, and tells tools how to load them', async () => {
  const services = startFileServices()
  const runId = services.addRun(people, { template: { name: 'Math', language: 'en', description: 'math problem' } })
  const request = { runId, shape: 'messages' as const, format: 'parquet' as const, pack: true, validationShare: 0.3 }
  const { problem } = await services.export({ ...request, fileId: 'pack.zip' })
  expect(problem).toBeNull()
  const files = unzipSync(fileOf(services, 'pack.zip'))
  const counts = await Promise.all(
    ['train.parquet', 'validation.parquet'].map(async (name) => (await readParquet(files[name] as Uint8Array)).length),
  )
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(people.length)
  expect(counts[1]).toBeGreaterThan(0)
  const card = Buffer.from(files['README.md'] as Uint8Array).toString('utf8')
  expect(card).toContain('load_dataset("parquet", data_files="train.parquet", split="train")')
  expect(card).toContain('ds_type: parquet')
})
