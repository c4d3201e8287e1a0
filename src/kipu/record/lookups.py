"""What belongs to what: events, mentions, entities and chains, looked up by each other."""

from kipu.record.connections import Connection


def mentions_by_document(connection: Connection, event_id: str) -> dict[str, set[str]]:
    """Give the accounts of an event by the document that they stand in."""
    ids: dict[str, set[str]] = {}
    for document, mention in connection.execute(_ACCOUNTS, (event_id,)):
        ids.setdefault(document, set()).add(mention)
    return ids


def events_by_mention(connection: Connection, document_id: str) -> dict[str, str]:
    """Give the event of each of a document's event mentions that tells of one."""
    return dict(connection.execute(_EVENTS_BY_MENTION, (document_id,)).fetchall())


def entities_by_chain(connection: Connection, document_id: str) -> dict[str, str]:
    """Give the entity of each of a document's chains that names one."""
    return dict(connection.execute(_ENTITIES_BY_CHAIN, (document_id,)).fetchall())


def first_sentences(connection: Connection) -> dict[str, list[tuple[str, str, int]]]:
    """Give for each event the documents that tell of it: id, first sentence and its start."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    for event, *row in connection.execute(_FIRST_SENTENCES):
        found.setdefault(event, []).append((row[0], row[1], row[2]))
    return found


def count_events_by_entity(connection: Connection) -> dict[str, int]:
    """Count the events in which each entity takes part, or which happened there."""
    return dict(connection.execute(_EVENTS_BY_ENTITY).fetchall())


def created_of_documents(connection: Connection) -> dict[str, tuple[str | None, str]]:
    """Give the own date of each document, as EDTF, and its basis."""
    rows = connection.execute("SELECT document, created_edtf, created_basis FROM reading")
    return {document: (edtf, basis) for document, edtf, basis in rows}


_ACCOUNTS = """
SELECT event_mention.document, event_mention.id
FROM event_account JOIN event_mention ON event_mention.id = event_account.event_mention
WHERE event_account.event = ? ORDER BY event_mention.document
"""
_EVENTS_BY_MENTION = """
SELECT event_mention.id, event_account.event
FROM event_mention JOIN event_account ON event_account.event_mention = event_mention.id
WHERE event_mention.document = ?
"""
_ENTITIES_BY_CHAIN = """
SELECT chain.id, entity_chain.entity
FROM chain JOIN entity_chain ON entity_chain.chain = chain.id
WHERE chain.document = ?
"""
_FIRST_SENTENCES = """
WITH told AS (
  SELECT event_account.event, event_mention.document, event_mention.sentence,
    event_mention.sentence_start, row_number() OVER (
      PARTITION BY event_account.event, event_mention.document
      ORDER BY event_mention.sentence_start, event_mention.id
    ) AS place
  FROM event_account JOIN event_mention ON event_mention.id = event_account.event_mention
)
SELECT event, document, sentence, sentence_start FROM told WHERE place = 1 ORDER BY 1, 2
"""
_EVENTS_BY_ENTITY = """
SELECT entity, count(*) FROM (SELECT entity, event FROM event_participant
  UNION SELECT place, id FROM event WHERE place IS NOT NULL) AS taken_part GROUP BY entity
"""
