import type { Migration } from './migrate.ts'

export const migrations: readonly Migration[] = [
  {
    version: 1,
    sql: `
      CREATE TABLE source (
        id       INTEGER PRIMARY KEY,
        name     TEXT NOT NULL,
        kind     TEXT NOT NULL CHECK (kind IN ('starter', 'file', 'manual')),
        licence  TEXT NOT NULL DEFAULT '',
        sha256   TEXT NOT NULL DEFAULT '',
        field    TEXT NOT NULL DEFAULT '',
        added_at INTEGER NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX source_of_file ON source (sha256, field) WHERE kind = 'file';

      CREATE TABLE persona (
        id        INTEGER PRIMARY KEY,
        key       BLOB NOT NULL UNIQUE CHECK (length(key) = 16),
        text      TEXT NOT NULL,
        source_id INTEGER NOT NULL REFERENCES source (id),
        added_at  INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE source_persona (
        source_id  INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
        position   INTEGER NOT NULL,
        persona_id INTEGER NOT NULL REFERENCES persona (id),
        PRIMARY KEY (source_id, position),
        UNIQUE (source_id, persona_id)
      ) STRICT, WITHOUT ROWID;
      CREATE VIRTUAL TABLE persona_text USING fts5 (text, content = 'persona', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');

      CREATE TABLE selection (
        id         INTEGER PRIMARY KEY,
        name       TEXT NOT NULL UNIQUE,
        created_at INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE selection_persona (
        selection_id INTEGER NOT NULL REFERENCES selection (id) ON DELETE CASCADE,
        persona_id   INTEGER NOT NULL REFERENCES persona (id),
        PRIMARY KEY (selection_id, persona_id)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE template (
        key        TEXT PRIMARY KEY,
        recipe     TEXT NOT NULL,
        changed_at INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE model (
        sha256     TEXT PRIMARY KEY,
        path       TEXT NOT NULL,
        size_bytes INTEGER NOT NULL,
        changed_ms INTEGER NOT NULL,
        header     TEXT NOT NULL,
        added_at   INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE run (
        id            INTEGER PRIMARY KEY,
        name          TEXT NOT NULL,
        purpose       TEXT NOT NULL CHECK (purpose IN ('dataset', 'try', 'import')),
        status        TEXT NOT NULL CHECK (status IN ('planning', 'running', 'paused', 'finished', 'stopped')),
        notice        TEXT,
        notice_code   TEXT,
        recipe        TEXT NOT NULL,
        model_sha256  TEXT NOT NULL,
        template_hash TEXT NOT NULL,
        output        TEXT,
        recovered     TEXT,
        tokens        INTEGER NOT NULL DEFAULT 0,
        active_ms     INTEGER NOT NULL DEFAULT 0,
        created_at    INTEGER NOT NULL,
        ended_at      INTEGER
      ) STRICT;

      CREATE TABLE item (
        id            INTEGER PRIMARY KEY,
        run_id        INTEGER NOT NULL REFERENCES run (id),
        wave          INTEGER NOT NULL,
        position      INTEGER NOT NULL,
        input_kind    TEXT NOT NULL CHECK (input_kind IN ('persona', 'chunk', 'pair')),
        input_key     BLOB NOT NULL,
        template_hash TEXT NOT NULL,
        variation     INTEGER NOT NULL DEFAULT 0,
        sample        INTEGER NOT NULL DEFAULT 0,
        input_text    TEXT NOT NULL,
        examples      TEXT NOT NULL DEFAULT '[]',
        state         TEXT NOT NULL DEFAULT 'waiting'
                      CHECK (state IN ('waiting', 'running', 'accepted', 'rejected', 'duplicate', 'failed', 'cancelled')),
        reasons       TEXT NOT NULL DEFAULT '[]',
        duplicate_of  INTEGER REFERENCES item (id),
        passed        INTEGER NOT NULL DEFAULT 0 CHECK (passed IN (0, 1)),
        crashes       INTEGER NOT NULL DEFAULT 0,
        suspect       INTEGER NOT NULL DEFAULT 0 CHECK (suspect IN (0, 1)),
        text          TEXT NOT NULL DEFAULT '',
        text_key      BLOB,
        finish_reason TEXT,
        verdict       TEXT CHECK (verdict IN ('kept', 'discarded')),
        edited_text   TEXT,
        note          TEXT,
        UNIQUE (run_id, input_kind, input_key, template_hash, variation, sample),
        UNIQUE (run_id, position),
        CHECK ((state = 'duplicate') = (duplicate_of IS NOT NULL))
      ) STRICT;
      CREATE INDEX item_by_state ON item (run_id, state, position);
      CREATE INDEX item_duplicates ON item (duplicate_of) WHERE duplicate_of IS NOT NULL;
      CREATE INDEX item_text_key ON item (run_id, text_key) WHERE state = 'accepted';

      CREATE TABLE attempt (
        id            INTEGER PRIMARY KEY,
        item_id       INTEGER NOT NULL REFERENCES item (id),
        step          INTEGER NOT NULL,
        number        INTEGER NOT NULL,
        seed          INTEGER NOT NULL,
        sampling      TEXT NOT NULL,
        prompt        TEXT NOT NULL,
        text          TEXT NOT NULL,
        start_length  INTEGER NOT NULL,
        reasoning     TEXT NOT NULL DEFAULT '',
        finish_reason TEXT NOT NULL,
        reasons       TEXT NOT NULL DEFAULT '[]',
        prompt_tokens INTEGER NOT NULL,
        tokens        INTEGER NOT NULL,
        duration_ms   INTEGER NOT NULL,
        engine        TEXT NOT NULL,
        made_at       INTEGER NOT NULL,
        UNIQUE (item_id, step, number)
      ) STRICT;
    `,
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
    // When a dataset went into the bin, and whether it is erased: its rows go afterwards, by a thread.
    version: 14,
    sql: `
      ALTER TABLE run ADD COLUMN removed_at INTEGER;
      ALTER TABLE run ADD COLUMN is_erased INTEGER NOT NULL DEFAULT 0 CHECK (is_erased IN (0, 1));
    `,
  },
]
