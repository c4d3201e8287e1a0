-- Searches that people keep under a name: what a view of the record is asked, as its address has it.
CREATE TABLE saved_search (
  name letters PRIMARY KEY,
  asked letters NOT NULL,             -- the query of the address, without the page
  judge letters NOT NULL,             -- who kept it, "" if they gave no name
  made letters NOT NULL
);
