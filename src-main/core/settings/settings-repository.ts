import type { Database } from 'better-sqlite3'

/** Settings as they are stored: a key and a value in JSON. */
export function createSettingsRepository(db: Database) {
  const select = db.prepare<[], { key: string; value: string }>('SELECT key, value FROM setting')
  const upsert = db.prepare<[string, string]>(
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  )
  return {
    all: (): Record<string, unknown> =>
      Object.fromEntries(select.all().map(({ key, value }) => [key, JSON.parse(value)])),
    put: db.transaction((values: Record<string, unknown>): void => {
      for (const [key, value] of Object.entries(values)) upsert.run(key, JSON.stringify(value))
    }),
    clear: (): void => void db.exec('DELETE FROM setting'),
  }
}

export type SettingsRepository = ReturnType<typeof createSettingsRepository>
