import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { migrations } from '../../../src-main/core/db/migrations.ts'
import { openLibraryDatabase } from '../../../src-main/core/db/open-database.ts'
import { textFacets } from '../../../src-main/core/personas/text-facets.ts'
import { randomFrom } from '../../../src-main/core/seed.ts'
import { type SeededRow, seedRows, seedRun } from '../../support/seed-rows.ts'
import { writeTinyGguf } from '../../support/tiny-gguf.ts'

const personasAtOnce = 20_000
const sources = ['harvest.jsonl', 'guilds.csv', 'ports.txt']
const trades =
  'baker sailor glazier midwife cooper farrier chandler weaver tanner scribe miller potter smith cobbler dyer'.split(
    ' ',
  )
const wordCount = 20_000
const syllables = 'ba ke lo mi nu ra se ti vo za dre fli gan hol jun kri lem mar nis por'.split(' ')
/** Words that a search can name: the 5th, the 30th, the 300th and the 3000th in frequency. */
const knownWords: Record<number, string> = { 5: 'harbour', 30: 'violin', 300: 'quarry', 3000: 'thimble' }

/**
 * A library with so many personas and one finished dataset with so many rows, stored as no import could so fast. It is
 * made once for each schema and number, and left in the temporary folder for the next time: it is copied, not used.
 */
export async function makeLibrary(count: number, note: (text: string) => void): Promise<string> {
  const version = migrations.at(-1)?.version
  const folder = join(tmpdir(), `loom-bench-ui-${count}-v${version}-3`)
  const finished = join(folder, 'made')
  if (existsSync(finished)) return folder
  note(`making a library of ${count} personas and rows in ${folder}`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'library'), { recursive: true })
  mkdirSync(join(folder, 'models'))
  writeTinyGguf(join(folder, 'models', 'tiny.gguf'))
  const db = openLibraryDatabase(join(folder, 'library', 'library.db'))
  // Whoever ends this half-way begins anew, so nothing waits for the disk.
  db.pragma('synchronous = OFF')
  addPersonas(db, count)
  note('  personas are there')
  seedRows(db, seedRun(db, 'A long dataset'), rowsOf(count))
  note('  rows are there')
  db.exec('ANALYZE')
  db.close()
  writeFileSync(finished, '')
  return folder
}

/** A copy of its own for whoever writes to the library, so that everybody finds it as it was made. */
export function copyLibrary(made: string): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'loom-long-library-'))
  cpSync(made, folder, { recursive: true })
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

function addPersonas(db: Database, count: number): void {
  const random = randomFrom(1)
  const addSource = db.prepare("INSERT INTO source (id, name, kind, sha256, added_at) VALUES (?, ?, 'file', ?, 1)")
  sources.forEach((name, at) => void addSource.run(at + 1, name, name))
  const addPersona = db.prepare(
    'INSERT INTO persona (id, key, text, source_id, added_at, facets) VALUES (?, ?, ?, ?, 1, ?)',
  )
  const addPlace = db.prepare(
    'INSERT INTO source_persona (source_id, persona_id, position, facets) VALUES (?, ?, ?, ?)',
  )
  const addWords = db.prepare('INSERT INTO persona_text (rowid, text) VALUES (?, ?)')
  const addSome = db.transaction((first: number, last: number) => {
    for (let id = first; id <= last; id++) {
      const key = Buffer.alloc(16)
      key.writeUInt32LE(id)
      const source = (id % sources.length) + 1
      const text = personaText(id, random)
      const facets = textFacets(text)
      addPersona.run(id, key, text, source, facets)
      addPlace.run(source, id, id, facets)
      addWords.run(id, text)
    }
  })
  for (let first = 1; first <= count; first += personasAtOnce) {
    addSome(first, Math.min(count, first + personasAtOnce - 1))
  }
}

function personaText(number: number, random: () => number): string {
  return `Persona ${number}: a ${pick(trades, random)} who minds ${words(12, random)}.`
}

function* rowsOf(count: number): Generator<SeededRow> {
  const random = randomFrom(2)
  for (let number = 1; number <= count; number++) {
    const chance = random()
    const state = chance < 0.88 ? 'accepted' : chance < 0.96 ? 'rejected' : chance < 0.99 ? 'duplicate' : 'failed'
    yield {
      persona: personaText(number, random),
      text: `Text ${number}: ${words(20 + Math.floor(random() * 20), random)}.`,
      state,
      reasons: state === 'rejected' ? [random() < 0.7 ? 'repetition' : 'too-short'] : [],
      verdict: random() < 0.02 ? 'kept' : null,
      editedText: random() < 0.005 ? `Edited ${number}: ${words(10, random)}.` : null,
    }
  }
}

/** As in a language, few words are in most texts and most words in few. */
function words(count: number, random: () => number): string {
  return Array.from({ length: count }, () => wordOf(Math.floor(wordCount ** random()))).join(' ')
}

/** The word of a rank, made of the syllables that its number is written with. */
function wordOf(rank: number): string {
  const known = knownWords[rank]
  if (known !== undefined) return known
  let word = ''
  for (let left = rank + syllables.length; left > 0; left = Math.floor(left / syllables.length)) {
    word += syllables[left % syllables.length]
  }
  return word
}

function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)] as T
}
