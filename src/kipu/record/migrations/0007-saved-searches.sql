-- Searches that people keep under a name: what a view of the record is asked, as its address has it.
CREATE TABLE saved_search (
  name TEXT NOT NULL PRIMARY KEY,
  asked TEXT NOT NULL,             -- the query of the address, without the page
  judge TEXT NOT NULL,             -- who kept it, "" if they gave no name
  made TEXT NOT NULL
) STRICT, WITHOUT ROWID;
