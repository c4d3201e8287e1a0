-- Whence a document came and how it is cited: its address, the mailbox or archive that it is a part
-- of, and where the pages of its text begin (JSON).
ALTER TABLE document ADD COLUMN url TEXT;
ALTER TABLE document ADD COLUMN part_of TEXT;
ALTER TABLE document ADD COLUMN pages TEXT NOT NULL DEFAULT '[]';
