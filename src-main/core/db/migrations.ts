import { firstSchema } from './first-schema.ts'
import type { Migration } from './migrate.ts'

export const migrations: readonly Migration[] = [
  {
    version: 1,
    sql: firstSchema,
  },
  {
    version: 2,
    sql: `
      CREATE TABLE embedding (
        model_sha256 TEXT NOT NULL REFERENCES model (sha256) ON DELETE CASCADE,
        text_key     BLOB NOT NULL CHECK (length(text_key) = 16),
        vector       BLOB NOT NULL CHECK (length(vector) % 4 = 0),
        PRIMARY KEY (model_sha256, text_key)
      ) STRICT;
    `,
  },
  {
    version: 3,
    sql: `
      CREATE TABLE calibration (
        model_sha256 TEXT PRIMARY KEY REFERENCES model (sha256) ON DELETE CASCADE,
        machine      TEXT NOT NULL,
        build        TEXT NOT NULL,
        rates        TEXT NOT NULL CHECK (json_valid(rates)),
        measured_at  INTEGER NOT NULL
      ) STRICT;
    `,
  },
  {
    // What was measured before says nothing about threads and fitness; it is measured anew.
    version: 4,
    sql: `
      DROP TABLE calibration;
      CREATE TABLE calibration (
        model_sha256 TEXT PRIMARY KEY REFERENCES model (sha256) ON DELETE CASCADE,
        machine      TEXT NOT NULL,
        build        TEXT NOT NULL,
        rates        TEXT NOT NULL CHECK (json_valid(rates)),
        fitness      TEXT NOT NULL CHECK (json_valid(fitness)),
        measured_at  INTEGER NOT NULL
      ) STRICT;
    `,
  },
  {
    version: 5,
    sql: `
      CREATE TABLE setting (
        key   TEXT PRIMARY KEY,
        value TEXT NOT NULL CHECK (json_valid(value))
      ) STRICT;
    `,
  },
  {
    version: 6,
    sql: `
      CREATE TABLE chat_template (
        model_sha256 TEXT PRIMARY KEY REFERENCES model (sha256) ON DELETE CASCADE,
        text         TEXT NOT NULL,
        sha256       TEXT NOT NULL,
        set_at       INTEGER NOT NULL
      ) STRICT;
    `,
  },
  {
    // The words of rows that are here already are collected afterwards, by a thread: a million take a minute.
    version: 7,
    sql: `
      CREATE INDEX item_facets ON item (run_id, id, state, verdict, (edited_text IS NOT NULL), length(coalesce(edited_text, text)), reasons);
      CREATE INDEX item_by_length ON item (run_id, (min(length(coalesce(edited_text, text)), 1048575) << 33 | id), state, verdict, (edited_text IS NOT NULL), reasons);

      CREATE VIEW item_shown AS SELECT id, coalesce(edited_text, text) AS text, input_text AS persona FROM item;
      CREATE VIRTUAL TABLE item_text USING fts5 (text, persona, content = 'item_shown', content_rowid = 'id', detail = none, columnsize = 0, prefix = '1 2', tokenize = 'unicode61 remove_diacritics 2');
      CREATE VIRTUAL TABLE item_persona USING fts5 (persona, content = 'item_shown', content_rowid = 'id', detail = none, columnsize = 0, prefix = '1 2', tokenize = 'unicode61 remove_diacritics 2');
      CREATE TABLE word_backlog (
        next INTEGER NOT NULL,
        last INTEGER NOT NULL
      ) STRICT;
      INSERT INTO word_backlog SELECT min(id), max(id) FROM item HAVING count(*) > 0;

      DROP TABLE persona_text;
      CREATE VIRTUAL TABLE persona_text USING fts5 (text, content = 'persona', content_rowid = 'id', detail = none, columnsize = 0, prefix = '1 2', tokenize = 'unicode61 remove_diacritics 2');
      INSERT INTO persona_text (persona_text) VALUES ('rebuild');
    `,
  },
  {
    // What older personas are narrowed by is worked out afterwards, by a thread, as it needs their texts.
    version: 8,
    sql: `
      ALTER TABLE persona ADD COLUMN facets INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE source_persona ADD COLUMN facets INTEGER NOT NULL DEFAULT 0;
      CREATE INDEX persona_facets ON persona (facets);
      CREATE INDEX source_persona_facets ON source_persona (source_id, facets, position);
      CREATE TRIGGER persona_facets_changed AFTER UPDATE OF facets ON persona WHEN OLD.facets <> NEW.facets BEGIN
        UPDATE source_persona SET facets = NEW.facets WHERE source_id IN (SELECT id FROM source) AND persona_id = NEW.id;
      END;
      CREATE TABLE facet_backlog (
        next INTEGER NOT NULL,
        last INTEGER NOT NULL
      ) STRICT;
      INSERT INTO facet_backlog SELECT min(id), max(id) FROM persona HAVING count(*) > 0;

      CREATE TABLE persona_original (
        persona_id INTEGER PRIMARY KEY REFERENCES persona (id),
        key        BLOB NOT NULL UNIQUE CHECK (length(key) = 16),
        text       TEXT NOT NULL,
        edited_at  INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE persona_alias (
        persona_id INTEGER NOT NULL REFERENCES persona (id),
        key        BLOB NOT NULL CHECK (length(key) = 16),
        PRIMARY KEY (persona_id, key)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX persona_alias_key ON persona_alias (key);
    `,
  },
  {
    version: 9,
    sql: `
      ALTER TABLE item ADD COLUMN discard_reason TEXT CHECK (discard_reason IN ('wrong', 'not-this-persona', 'dull', 'badly-written', 'other'));
    `,
  },
  {
    version: 10,
    sql: `
      ALTER TABLE model ADD COLUMN is_copy INTEGER NOT NULL DEFAULT 0 CHECK (is_copy IN (0, 1));
      CREATE TABLE hidden_model (
        sha256     TEXT PRIMARY KEY,
        path       TEXT NOT NULL,
        size_bytes INTEGER NOT NULL,
        changed_ms INTEGER NOT NULL,
        is_copy    INTEGER NOT NULL CHECK (is_copy IN (0, 1)),
        hidden_at  INTEGER NOT NULL
      ) STRICT;
    `,
  },
  {
    // How a row had ended before it was asked for again; null for the others.
    version: 11,
    sql: `
      ALTER TABLE item ADD COLUMN before_retry TEXT CHECK (before_retry IN ('rejected', 'duplicate', 'failed', 'cancelled'));
    `,
  },
  {
    // Lists of datasets count the few rows that a person judged, not all of them.
    version: 12,
    sql: `
      CREATE INDEX item_judged ON item (run_id, verdict, state) WHERE verdict IS NOT NULL;
    `,
  },
  {
    // A revision of rows, not a time: clocks go back, and rows change while a file is being written.
    version: 13,
    sql: `
      ALTER TABLE run ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
      CREATE TABLE export (
        id         INTEGER PRIMARY KEY,
        run_id     INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
        revision   INTEGER NOT NULL,
        path       TEXT NOT NULL,
        rows       INTEGER NOT NULL,
        left_out   INTEGER NOT NULL,
        shape      TEXT NOT NULL,
        format     TEXT NOT NULL,
        pack       INTEGER NOT NULL CHECK (pack IN (0, 1)),
        narrowed   TEXT NOT NULL CHECK (json_valid(narrowed)),
        size_bytes INTEGER NOT NULL,
        sha256     TEXT NOT NULL,
        made_at    INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX export_by_run ON export (run_id, id);
      CREATE INDEX export_by_path ON export (path, id);
      CREATE INDEX item_edited ON item (run_id) WHERE edited_text IS NOT NULL;
    `,
  },
  {
    // When a dataset went into the bin, and whether it is erased: its rows go afterwards, by a thread.
    version: 14,
    sql: `
      ALTER TABLE run ADD COLUMN removed_at INTEGER;
      ALTER TABLE run ADD COLUMN is_erased INTEGER NOT NULL DEFAULT 0 CHECK (is_erased IN (0, 1));
    `,
  },
  {
    // A number that stood in links and notes is never given to another dataset.
    version: 15,
    sql: `
      CREATE TABLE gone_run (last_id INTEGER NOT NULL) STRICT;
      INSERT INTO gone_run VALUES (0);
      CREATE TRIGGER run_gone AFTER DELETE ON run WHEN old.purpose <> 'try' AND old.status <> 'planning' BEGIN
        UPDATE gone_run SET last_id = max(last_id, old.id);
      END;
    `,
  },
  {
    // The order in which rows ended: the number of the try that ended each. Null for those of before.
    version: 16,
    sql: `
      ALTER TABLE item ADD COLUMN ended_by INTEGER;
      CREATE INDEX item_by_end ON item (run_id, ended_by) WHERE ended_by IS NOT NULL AND state <> 'waiting';
    `,
  },
  {
    // Rows are narrowed by whether they have a note, too.
    version: 17,
    sql: `
      DROP INDEX item_facets;
      DROP INDEX item_by_length;
      CREATE INDEX item_facets ON item (run_id, id, state, verdict, (edited_text IS NOT NULL), (note IS NOT NULL), length(coalesce(edited_text, text)), reasons);
      CREATE INDEX item_by_length ON item (run_id, (min(length(coalesce(edited_text, text)), 1048575) << 33 | id), state, verdict, (edited_text IS NOT NULL), (note IS NOT NULL), reasons);
    `,
  },
]
