import { zstdCompressSync } from 'node:zlib'
import type { SchemaElement } from 'hyparquet'
import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import type { RowFile } from './formats.ts'
import type { Column, ExportRow, Shape } from './shapes.ts'
import type { Put } from './write-atomically.ts'

/** Rows are kept until so many of them, or so many characters, make a row group. */
const groupRows = 10_000
const groupCharacters = 16 * 2 ** 20

/** Node's own compressor takes more arguments than it is given here. */
const compressors = { ['ZSTD' as const]: (input: Uint8Array) => zstdCompressSync(input) }

/** Writes rows as Parquet (ZSTD), row group after row group, so that a file of any size fits into memory. */
export function createParquetFile({ columns, record }: Shape, put: Put): RowFile {
  const bytes = new ByteWriter()
  const writer = new ParquetWriter({
    writer: bytes,
    schema: schemaOf(columns),
    codec: 'ZSTD',
    compressors,
    createdBy: 'persona-loom',
    kvMetadata: [{ key: 'persona-loom', value: JSON.stringify({ synthetic: true }) }],
  })
  let waiting: Record<string, unknown>[] = []
  let characters = 0

  /** Hands over what the writer made so far; its own count of bytes goes on. */
  function drain(): void {
    put(bytes.getBytes().slice())
    bytes.index = 0
  }

  function writeGroup(): void {
    if (waiting.length === 0) return
    const columnData = columns.map(({ name, kind }) => ({
      name,
      data: waiting.map((row) => (kind === 'integer' && row[name] !== null ? BigInt(row[name] as number) : row[name])),
    }))
    // Only a writer of files works beside us; this one is done when it returns.
    void writer.write({ columnData, rowGroupSize: waiting.length })
    waiting = []
    characters = 0
    drain()
  }

  return {
    add(row: ExportRow) {
      waiting.push(record(row))
      characters += row.text.length + row.persona.length + (row.prompt?.length ?? 0)
      if (waiting.length >= groupRows || characters >= groupCharacters) writeGroup()
    },
    end() {
      writeGroup()
      void writer.finish()
      drain()
    },
    guardedCells: () => 0,
  }
}

function schemaOf(columns: readonly Column[]): SchemaElement[] {
  return [{ name: 'row', num_children: columns.length }, ...columns.flatMap(elementsOf)]
}

/** A list in three levels, as the format's specification of nested types has it. */
function elementsOf({ name, kind, keys = [] }: Column): SchemaElement[] {
  const optional = { repetition_type: 'OPTIONAL' } as const
  if (kind === 'integer') return [{ name, type: 'INT64', ...optional }]
  if (kind === 'text') return [textElement(name)]
  return [
    { name, converted_type: 'LIST', num_children: 1, ...optional },
    { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
    { name: 'element', num_children: keys.length, ...optional },
    ...keys.map(textElement),
  ]
}

function textElement(name: string): SchemaElement {
  return { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' }
}
