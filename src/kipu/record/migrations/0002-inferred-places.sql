-- Whether no account of an event says where it was, so that its place is the country that the
-- texts are about.
ALTER TABLE event ADD COLUMN place_inferred INTEGER NOT NULL DEFAULT 0;
