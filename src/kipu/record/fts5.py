"""Search by FTS5, the index of words that SQLite has."""

from kipu.record.connections import TextSearch

FTS5 = TextSearch(
    events="""
SELECT event.id, event.summary, event.summary
FROM event_search JOIN event ON event.number = event_search.rowid
WHERE event_search MATCH ? ORDER BY event_search.rank, event.id LIMIT ?
""",
    accounts="""
WITH hit AS MATERIALIZED (
  SELECT rowid, rank FROM event_mention_search
  WHERE event_mention_search MATCH ? ORDER BY rank LIMIT ?
)
SELECT event.id, event.summary, event_mention.sentence, min(hit.rank)
FROM hit
JOIN event_mention ON event_mention.number = hit.rowid
JOIN event_account ON event_account.event_mention = event_mention.id
JOIN event ON event.id = event_account.event
GROUP BY event.id ORDER BY 4, event.id LIMIT ?
""",
    others="""
SELECT other_mention.id, other_mention.summary, other_mention.sentence,
  other_mention.document, other_mention.trigger_start
FROM other_mention_search JOIN other_mention ON other_mention.number = other_mention_search.rowid
WHERE other_mention_search MATCH ? ORDER BY other_mention_search.rank, other_mention.id LIMIT ?
""",
    documents="""
SELECT document.id, coalesce(document.title, document.uri),
  snippet(document_search, 0, '', '', '…', 32)
FROM document_search JOIN document ON document.number = document_search.rowid
WHERE document_search MATCH ? ORDER BY document_search.rank, document.id LIMIT ?
""",
    in_event="""(
      number IN (SELECT rowid FROM event_search WHERE event_search MATCH ?)
      OR number IN (
        SELECT event_told.event FROM event_mention_search
        JOIN event_told ON event_told.account = event_mention_search.rowid
        WHERE event_mention_search MATCH ?
      )
    )""",
    in_name="""entity.id IN (
      SELECT entity_name.entity FROM entity_search
      JOIN entity_name ON entity_name.number = entity_search.rowid WHERE entity_search MATCH ?
    )""",
    whole_texts=False,
)
