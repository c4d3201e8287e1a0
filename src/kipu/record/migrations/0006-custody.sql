-- The log of custody: how each document came in, in a chain of hashes, so that no entry can be
-- changed or taken out unnoticed. hash is the SHA-256 of previous, a newline and entry, in UTF-8;
-- previous is the hash of the entry before, 64 zeros for the first.
CREATE TABLE custody (
  number INTEGER PRIMARY KEY,                -- from 1, without gaps
  document TEXT REFERENCES document (id),    -- NULL: the entry is about the log itself
  entry TEXT NOT NULL,                       -- JSON
  previous TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX custody_by_document ON custody (document);

CREATE TRIGGER custody_is_only_appended BEFORE INSERT ON custody
WHEN new.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM custody) BEGIN
  SELECT raise(ABORT, 'the log of custody is only appended to');
END;
CREATE TRIGGER custody_is_never_changed BEFORE UPDATE ON custody BEGIN
  SELECT raise(ABORT, 'the log of custody is never changed');
END;
CREATE TRIGGER custody_is_never_deleted BEFORE DELETE ON custody BEGIN
  SELECT raise(ABORT, 'the log of custody is never shortened');
END;

-- What kipu watch has seen: what feeds said of their state when they were last asked, and what came
-- of each file and each entry, so that it is not fetched and not added again.
CREATE TABLE feed (
  url TEXT NOT NULL PRIMARY KEY,
  etag TEXT,
  last_modified TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE followed (
  item TEXT NOT NULL PRIMARY KEY,  -- the address of a page, or the name of a file
  stamp TEXT,                      -- size and time of a file: another stamp is another content
  outcome TEXT NOT NULL,
  tries INTEGER NOT NULL,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX document_by_uri ON document (uri);
CREATE INDEX document_by_url ON document (url);
