-- Which event each account tells of, both by their numbers. The index of words knows sentences by
-- number, so that the events that hold a common word are found here alone, without looking up each
-- account and each event by its id. It follows from event_account; kipu check compares them.
CREATE TABLE event_told (
  account INTEGER NOT NULL REFERENCES event_mention (number) ON DELETE CASCADE,
  event INTEGER NOT NULL REFERENCES event (number) ON DELETE CASCADE,
  PRIMARY KEY (account, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_told_by_event ON event_told (event, account);

INSERT INTO event_told (account, event)
SELECT event_mention.number, event.number
FROM event_account
JOIN event ON event.id = event_account.event
JOIN event_mention ON event_mention.id = event_account.event_mention
GROUP BY event_mention.number, event.number;
