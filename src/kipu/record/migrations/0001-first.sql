-- The first form of the record.
--
-- Spans are half-open code points of document.text. Times: edtf is ISO 8601-2; earliest and latest
-- are ISO days, both included, NULL where open. JSON columns hold the model's own form.
-- Three parts: what is precious (raw, document, judgement), what one document says (reading and
-- the tables of it), what all say together (the resolution); the last two can be made again.

CREATE TABLE meta (
  key TEXT NOT NULL PRIMARY KEY,
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;
-- generation grows with every document, reading and judgement; the stored resolution was made of
-- what the record held at resolved_generation.
INSERT INTO meta (key, value) VALUES ('generation', 0), ('resolved_generation', 0);

-- Documents: the bytes as received, by their hash, and the text of record.

CREATE TABLE raw (
  sha256 TEXT NOT NULL PRIMARY KEY,
  size INTEGER NOT NULL,
  compression TEXT NOT NULL CHECK (compression IN ('none', 'zlib')),
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE document (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  sha256 TEXT NOT NULL UNIQUE,
  raw TEXT REFERENCES raw (sha256) CHECK (raw = sha256),  -- NULL: the bytes were not at hand
  uri TEXT NOT NULL,
  media_type TEXT NOT NULL,
  title TEXT,
  byline TEXT,
  outlet TEXT,
  language TEXT,
  published_edtf TEXT,
  published_earliest TEXT,
  published_latest TEXT,
  published_basis TEXT NOT NULL,
  published TEXT NOT NULL,         -- JSON: what the file states of its date
  retrieved TEXT,
  extractor TEXT,                  -- what made the text of the bytes, with its version
  text TEXT NOT NULL,
  text_sha256 TEXT NOT NULL,
  blocks TEXT NOT NULL,            -- JSON
  problems TEXT NOT NULL           -- JSON
) STRICT;

CREATE INDEX document_by_raw ON document (raw);

CREATE TRIGGER document_never_changes BEFORE UPDATE ON document BEGIN
  SELECT raise(ABORT, 'a document never changes');
END;
CREATE TRIGGER raw_never_changes BEFORE UPDATE ON raw BEGIN
  SELECT raise(ABORT, 'the bytes of a document never change');
END;

-- Judgements: appended, never changed but for being withdrawn once.

CREATE TABLE judgement (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  document TEXT NOT NULL,          -- sha256 of the bytes; no reference: a judgement outlives it
  exact TEXT NOT NULL,
  prefix TEXT NOT NULL,
  suffix TEXT NOT NULL,
  role TEXT NOT NULL,
  other TEXT,                      -- JSON: the second target
  verdict TEXT NOT NULL,
  judge TEXT NOT NULL,
  made TEXT NOT NULL,
  reason TEXT,
  withdrawn TEXT
) STRICT;

CREATE TRIGGER judgement_is_never_replaced BEFORE INSERT ON judgement
WHEN EXISTS (SELECT 1 FROM judgement WHERE id = new.id OR number = new.number) BEGIN
  SELECT raise(ABORT, 'a judgement is never replaced');
END;
CREATE TRIGGER judgement_is_never_deleted BEFORE DELETE ON judgement BEGIN
  SELECT raise(ABORT, 'a judgement is never deleted');
END;
CREATE TRIGGER judgement_is_only_withdrawn BEFORE UPDATE ON judgement
WHEN old.withdrawn IS NOT NULL OR new.withdrawn IS NULL
  OR (old.number, old.id, old.document, old.exact, old.prefix, old.suffix, old.role)
    IS NOT (new.number, new.id, new.document, new.exact, new.prefix, new.suffix, new.role)
  OR (old.other, old.verdict, old.judge, old.made, old.reason)
    IS NOT (new.other, new.verdict, new.judge, new.made, new.reason)
BEGIN
  SELECT raise(ABORT, 'a judgement is never changed, only withdrawn, and that once');
END;

-- What one document says.

CREATE TABLE reading (
  document TEXT NOT NULL PRIMARY KEY REFERENCES document (id),
  created_edtf TEXT,
  created_earliest TEXT,
  created_latest TEXT,
  created_basis TEXT NOT NULL,
  packed BLOB NOT NULL             -- the whole reading but its document, as JSON, in zlib
) STRICT;

CREATE TABLE reading_version (
  document TEXT NOT NULL REFERENCES reading (document) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  maker TEXT NOT NULL,
  version TEXT NOT NULL,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE chain (
  id TEXT NOT NULL PRIMARY KEY,
  document TEXT NOT NULL REFERENCES reading (document) ON DELETE CASCADE,
  type TEXT NOT NULL,
  name TEXT NOT NULL
) STRICT;
CREATE INDEX chain_by_document ON chain (document);

CREATE TABLE mention (
  id TEXT NOT NULL PRIMARY KEY,
  document TEXT NOT NULL REFERENCES reading (document) ON DELETE CASCADE,
  chain TEXT NOT NULL REFERENCES chain (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  type TEXT NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  quote TEXT NOT NULL
) STRICT;
CREATE INDEX mention_by_document ON mention (document, start);
CREATE INDEX mention_by_chain ON mention (chain);

CREATE TABLE event_mention (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  document TEXT NOT NULL REFERENCES reading (document) ON DELETE CASCADE,
  type TEXT NOT NULL,
  trigger_start INTEGER NOT NULL,
  trigger_end INTEGER NOT NULL,
  trigger_quote TEXT NOT NULL,
  sentence_start INTEGER NOT NULL,
  sentence_end INTEGER NOT NULL,
  sentence TEXT NOT NULL,
  edtf TEXT,
  earliest TEXT,
  latest TEXT,
  factuality TEXT NOT NULL,
  source TEXT,                     -- who says so, in the words of the text
  source_mention TEXT REFERENCES mention (id),
  cue TEXT,
  score REAL NOT NULL,
  rule TEXT NOT NULL
) STRICT;
CREATE INDEX event_mention_by_document ON event_mention (document, trigger_start);
CREATE INDEX event_mention_by_source ON event_mention (source_mention);

CREATE TABLE event_mention_argument (
  event_mention TEXT NOT NULL REFERENCES event_mention (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  role TEXT NOT NULL,              -- "place" for where it happened
  mention TEXT REFERENCES mention (id),
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  quote TEXT NOT NULL,
  rule TEXT NOT NULL,
  PRIMARY KEY (event_mention, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_mention_argument_by_mention ON event_mention_argument (mention);

CREATE TABLE event_mention_quantity (
  event_mention TEXT NOT NULL REFERENCES event_mention (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  role TEXT NOT NULL,
  value REAL NOT NULL,
  low REAL,
  high REAL,
  unit TEXT NOT NULL,
  approximate INTEGER NOT NULL,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  quote TEXT NOT NULL,
  PRIMARY KEY (event_mention, position)
) STRICT, WITHOUT ROWID;

-- What all documents say together.

CREATE TABLE entity (
  id TEXT NOT NULL PRIMARY KEY,
  type TEXT NOT NULL,
  name TEXT NOT NULL,
  latitude REAL,
  longitude REAL,
  country TEXT,
  gazetteer_id TEXT
) STRICT;

CREATE TABLE entity_name (
  number INTEGER PRIMARY KEY,
  entity TEXT NOT NULL REFERENCES entity (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,       -- 0 is the name, the others are aliases
  name TEXT NOT NULL,
  UNIQUE (entity, position)
) STRICT;

CREATE TABLE entity_chain (
  entity TEXT NOT NULL REFERENCES entity (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  chain TEXT NOT NULL REFERENCES chain (id) ON DELETE CASCADE,
  PRIMARY KEY (entity, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_chain_by_chain ON entity_chain (chain, entity);

CREATE TABLE statement (
  entity TEXT NOT NULL REFERENCES entity (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  id TEXT NOT NULL,
  subject_chain TEXT NOT NULL REFERENCES chain (id) ON DELETE CASCADE,
  property TEXT NOT NULL,
  value TEXT NOT NULL,
  object_chain TEXT REFERENCES chain (id) ON DELETE CASCADE,
  document TEXT NOT NULL REFERENCES document (id),
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  rule TEXT NOT NULL,
  edtf TEXT,
  earliest TEXT,
  latest TEXT,
  time TEXT NOT NULL,              -- JSON
  PRIMARY KEY (entity, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_by_subject ON statement (subject_chain);
CREATE INDEX statement_by_object ON statement (object_chain);
CREATE INDEX statement_by_document ON statement (document);

CREATE TABLE event (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  summary TEXT NOT NULL,
  edtf TEXT,
  earliest TEXT,
  latest TEXT,
  time TEXT NOT NULL,              -- JSON, with the characters that state it
  place TEXT REFERENCES entity (id),
  factuality TEXT NOT NULL,
  status TEXT NOT NULL,
  sources INTEGER NOT NULL,
  independent_sources INTEGER NOT NULL,
  -- Where the event stands in the chronology: at its first day, or its last if only that is known;
  -- years before 1 have no days and come first, undated events last ("~" follows all digits).
  sort TEXT NOT NULL GENERATED ALWAYS AS (
    coalesce(earliest, latest, CASE WHEN edtf LIKE '-%' THEN '' ELSE '~' END)
  ) STORED
) STRICT;
CREATE INDEX event_by_time ON event (sort, latest, edtf, id);
CREATE INDEX event_by_type ON event (type, sort, latest, edtf, id);
CREATE INDEX event_by_place ON event (place);

CREATE TABLE event_account (
  event TEXT NOT NULL REFERENCES event (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  event_mention TEXT NOT NULL REFERENCES event_mention (id) ON DELETE CASCADE,
  PRIMARY KEY (event, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_account_by_mention ON event_account (event_mention, event);

CREATE TABLE event_participant (
  event TEXT NOT NULL REFERENCES event (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  role TEXT NOT NULL,
  entity TEXT NOT NULL REFERENCES entity (id),
  PRIMARY KEY (event, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_participant_by_entity ON event_participant (entity, event);

CREATE TABLE event_quantity (
  event TEXT NOT NULL REFERENCES event (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  role TEXT NOT NULL,
  value REAL NOT NULL,
  low REAL,
  high REAL,
  unit TEXT NOT NULL,
  approximate INTEGER NOT NULL,
  PRIMARY KEY (event, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE event_quantity_account (
  event TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  position INTEGER NOT NULL,
  event_mention TEXT NOT NULL REFERENCES event_mention (id) ON DELETE CASCADE,
  PRIMARY KEY (event, quantity, position),
  FOREIGN KEY (event, quantity) REFERENCES event_quantity (event, position) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX event_quantity_account_by_mention ON event_quantity_account (event_mention);

CREATE TABLE contradiction (
  number INTEGER PRIMARY KEY,
  event TEXT NOT NULL REFERENCES event (id),
  attribute TEXT NOT NULL
) STRICT;
CREATE INDEX contradiction_by_event ON contradiction (event, attribute);

CREATE TABLE contradiction_value (
  contradiction INTEGER NOT NULL REFERENCES contradiction (number) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (contradiction, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE contradiction_account (
  contradiction INTEGER NOT NULL,
  value INTEGER NOT NULL,
  position INTEGER NOT NULL,
  event_mention TEXT NOT NULL REFERENCES event_mention (id) ON DELETE CASCADE,
  PRIMARY KEY (contradiction, value, position),
  FOREIGN KEY (contradiction, value)
    REFERENCES contradiction_value (contradiction, position) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX contradiction_account_by_mention ON contradiction_account (event_mention);

CREATE TABLE contradiction_document (
  contradiction INTEGER NOT NULL,
  value INTEGER NOT NULL,
  position INTEGER NOT NULL,
  document TEXT NOT NULL REFERENCES document (id),
  PRIMARY KEY (contradiction, value, position),
  FOREIGN KEY (contradiction, value)
    REFERENCES contradiction_value (contradiction, position) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX contradiction_document_by_document ON contradiction_document (document);

CREATE TABLE copy (
  document TEXT NOT NULL REFERENCES document (id),
  "of" TEXT NOT NULL REFERENCES document (id),
  kind TEXT NOT NULL,
  containment REAL NOT NULL,
  PRIMARY KEY (document, "of")
) STRICT, WITHOUT ROWID;
CREATE INDEX copy_by_original ON copy ("of");

CREATE VIEW entity_mention AS
SELECT entity_chain.entity, mention.*
FROM entity_chain JOIN mention ON mention.chain = entity_chain.chain;

CREATE VIEW chronology AS
SELECT event.edtf, event.type, event.summary, entity.name AS place, event.factuality, event.status,
  event.sources, event.independent_sources, event.earliest, event.latest, event.id
FROM event LEFT JOIN entity ON entity.id = event.place
ORDER BY event.sort, event.latest, event.edtf, event.id;

-- Search. The words are indexed over the tables that hold them (external content): nothing is
-- kept twice, and each index can be rebuilt and verified against its table.

CREATE VIRTUAL TABLE document_search USING fts5 (
  text, content = 'document', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER document_search_add AFTER INSERT ON document BEGIN
  INSERT INTO document_search (rowid, text) VALUES (new.number, new.text);
END;
CREATE TRIGGER document_search_remove AFTER DELETE ON document BEGIN
  INSERT INTO document_search (document_search, rowid, text)
  VALUES ('delete', old.number, old.text);
END;

CREATE VIRTUAL TABLE event_mention_search USING fts5 (
  sentence, content = 'event_mention', content_rowid = 'number',
  tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER event_mention_search_add AFTER INSERT ON event_mention BEGIN
  INSERT INTO event_mention_search (rowid, sentence) VALUES (new.number, new.sentence);
END;
CREATE TRIGGER event_mention_search_remove AFTER DELETE ON event_mention BEGIN
  INSERT INTO event_mention_search (event_mention_search, rowid, sentence)
  VALUES ('delete', old.number, old.sentence);
END;

CREATE VIRTUAL TABLE event_search USING fts5 (
  summary, content = 'event', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER event_search_add AFTER INSERT ON event BEGIN
  INSERT INTO event_search (rowid, summary) VALUES (new.number, new.summary);
END;
CREATE TRIGGER event_search_remove AFTER DELETE ON event BEGIN
  INSERT INTO event_search (event_search, rowid, summary)
  VALUES ('delete', old.number, old.summary);
END;

CREATE VIRTUAL TABLE entity_search USING fts5 (
  name, content = 'entity_name', content_rowid = 'number',
  tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER entity_search_add AFTER INSERT ON entity_name BEGIN
  INSERT INTO entity_search (rowid, name) VALUES (new.number, new.name);
END;
CREATE TRIGGER entity_search_remove AFTER DELETE ON entity_name BEGIN
  INSERT INTO entity_search (entity_search, rowid, name) VALUES ('delete', old.number, old.name);
END;
