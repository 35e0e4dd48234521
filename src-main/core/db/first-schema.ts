/** The tables of the first version. Whatever came later stands in the migrations. */
export const firstSchema = `
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
`
