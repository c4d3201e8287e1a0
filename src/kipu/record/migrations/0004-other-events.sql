-- Events outside of the ontology, as each document tells them. They are no accounts of an event,
-- so that nothing resolved rests on them; a search finds them by their lemma and their own words.

CREATE TABLE other_mention (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  document TEXT NOT NULL REFERENCES reading (document) ON DELETE CASCADE,
  lemma TEXT NOT NULL,
  summary TEXT NOT NULL,           -- trigger and arguments, in the words of the text
  trigger_start INTEGER NOT NULL,
  trigger_end INTEGER NOT NULL,
  sentence TEXT NOT NULL,
  edtf TEXT,
  earliest TEXT,
  latest TEXT,
  factuality TEXT NOT NULL
) STRICT;
CREATE INDEX other_mention_by_document ON other_mention (document, trigger_start);

CREATE VIRTUAL TABLE other_mention_search USING fts5 (
  lemma, summary, content = 'other_mention', content_rowid = 'number',
  tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER other_mention_search_add AFTER INSERT ON other_mention BEGIN
  INSERT INTO other_mention_search (rowid, lemma, summary)
  VALUES (new.number, new.lemma, new.summary);
END;
CREATE TRIGGER other_mention_search_remove AFTER DELETE ON other_mention BEGIN
  INSERT INTO other_mention_search (other_mention_search, rowid, lemma, summary)
  VALUES ('delete', old.number, old.lemma, old.summary);
END;
