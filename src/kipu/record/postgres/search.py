"""Search by the words that PostgreSQL keeps beside each text."""

from kipu.record.connections import TextSearch

TSVECTOR = TextSearch(
    events="""
SELECT event.id, event.summary, event.summary
FROM event_search JOIN event ON event.number = event_search.number, query_of(?) AS asked
WHERE event_search.words @@ asked
ORDER BY ts_rank(event_search.words, asked, 1) DESC, event.id LIMIT ?
""",
    accounts="""
WITH hit AS MATERIALIZED (
  SELECT number, ts_rank(words, asked, 1) AS rank
  FROM event_mention_search, query_of(?) AS asked WHERE words @@ asked ORDER BY 2 DESC LIMIT ?
), best AS (
  SELECT DISTINCT ON (event_account.event) event_account.event, event_mention.sentence, hit.rank
  FROM hit
  JOIN event_mention ON event_mention.number = hit.number
  JOIN event_account ON event_account.event_mention = event_mention.id
  ORDER BY event_account.event, hit.rank DESC, event_mention.number
)
SELECT event.id, event.summary, best.sentence, best.rank
FROM best JOIN event ON event.id = best.event ORDER BY best.rank DESC, event.id LIMIT ?
""",
    others="""
SELECT other_mention.id, other_mention.summary, other_mention.sentence,
  other_mention.document, other_mention.trigger_start
FROM other_mention_search
JOIN other_mention ON other_mention.number = other_mention_search.number, query_of(?) AS asked
WHERE other_mention_search.words @@ asked
ORDER BY ts_rank(other_mention_search.words, asked, 1) DESC, other_mention.id LIMIT ?
""",
    documents="""
WITH hit AS MATERIALIZED (
  SELECT document.id, ts_rank(document_search.words, asked, 1) AS rank
  FROM document_search
  JOIN document ON document.number = document_search.number, query_of(?) AS asked
  WHERE document_search.words @@ asked ORDER BY 2 DESC, document.id LIMIT ?
)
SELECT document.id, coalesce(document.title, document.uri), document.text
FROM hit JOIN document ON document.id = hit.id ORDER BY hit.rank DESC, document.id
""",
    in_event="""(
      number IN (SELECT number FROM event_search WHERE words @@ query_of(?))
      OR number IN (
        SELECT event_told.event FROM event_mention_search
        JOIN event_told ON event_told.account = event_mention_search.number
        WHERE event_mention_search.words @@ query_of(?)
      )
    )""",
    in_name="""entity.id IN (
      SELECT entity_name.entity FROM entity_search
      JOIN entity_name ON entity_name.number = entity_search.number
      WHERE entity_search.words @@ query_of(?)
    )""",
    whole_texts=True,
)
