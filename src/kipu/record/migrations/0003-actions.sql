-- Judgements of many kinds, made and withdrawn by actions that can be undone; where each judgement
-- stands in the present readings; readings as they were before a person dated their document.

CREATE TABLE action (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  judge TEXT NOT NULL,
  made TEXT NOT NULL,
  reverses TEXT REFERENCES action (id)  -- the action that an undo or a redo takes back
) STRICT;
CREATE INDEX action_by_reversed ON action (reverses);

CREATE TRIGGER action_is_never_changed BEFORE UPDATE ON action BEGIN
  SELECT raise(ABORT, 'an action is never changed');
END;
CREATE TRIGGER action_is_never_deleted BEFORE DELETE ON action BEGIN
  SELECT raise(ABORT, 'an action is never deleted');
END;

ALTER TABLE judgement ADD COLUMN kind TEXT NOT NULL DEFAULT 'right';
ALTER TABLE judgement ADD COLUMN attribute TEXT;     -- which value is judged
ALTER TABLE judgement ADD COLUMN value TEXT;         -- what the person says it is
ALTER TABLE judgement ADD COLUMN machine TEXT;       -- what kipu had read
ALTER TABLE judgement ADD COLUMN target_type TEXT;
ALTER TABLE judgement ADD COLUMN target_rank INTEGER;
ALTER TABLE judgement ADD COLUMN action TEXT REFERENCES action (id);
ALTER TABLE judgement ADD COLUMN withdrawn_by TEXT REFERENCES action (id);

DROP TRIGGER judgement_is_only_withdrawn;
UPDATE judgement SET kind = 'same' WHERE other IS NOT NULL;
CREATE TRIGGER judgement_is_only_withdrawn BEFORE UPDATE ON judgement
WHEN old.withdrawn IS NOT NULL OR new.withdrawn IS NULL
  OR (old.number, old.id, old.document, old.exact, old.prefix, old.suffix, old.role)
    IS NOT (new.number, new.id, new.document, new.exact, new.prefix, new.suffix, new.role)
  OR (old.other, old.verdict, old.judge, old.made, old.reason, old.kind, old.attribute)
    IS NOT (new.other, new.verdict, new.judge, new.made, new.reason, new.kind, new.attribute)
  OR (old.value, old.machine, old.target_type, old.target_rank, old.action)
    IS NOT (new.value, new.machine, new.target_type, new.target_rank, new.action)
BEGIN
  SELECT raise(ABORT, 'a judgement is never changed, only withdrawn, and that once');
END;

CREATE INDEX judgement_by_target ON judgement (document, kind);
CREATE INDEX judgement_by_action ON judgement (action);
CREATE INDEX judgement_by_withdrawal ON judgement (withdrawn_by);

-- A reading as kipu made it, where the present one is of another date that a person gave.
CREATE TABLE machine_reading (
  document TEXT NOT NULL PRIMARY KEY REFERENCES document (id),
  packed BLOB NOT NULL
) STRICT;

CREATE TABLE placement (
  judgement TEXT NOT NULL PRIMARY KEY REFERENCES judgement (id),
  standing TEXT NOT NULL,
  target TEXT,                     -- an event mention, a mention, a statement or a document
  other TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX placement_by_target ON placement (target);
CREATE INDEX placement_by_other ON placement (other);

CREATE TABLE link_conflict (
  different TEXT NOT NULL REFERENCES judgement (id),
  position INTEGER NOT NULL,
  same TEXT NOT NULL REFERENCES judgement (id),
  PRIMARY KEY (different, position)
) STRICT, WITHOUT ROWID;
