"""Search for words in texts and events."""

import re
import sqlite3
from typing import Literal

import msgspec

_MOST_WORDS = 32
"""Words of a query that count; the others are left out, as a longer query tells no more."""
_MOST_MATCHES = 1000
"""Event mentions that are ranked and then gathered into events."""


class Hit(msgspec.Struct, frozen=True):
    """Something that a search found, and words around what was found.

    ``kind`` is "other" for an event that no type of the ontology fits; ``id`` is then that of its
    mention, which stands in ``document`` and whose trigger begins at ``start``.
    """

    kind: Literal["document", "event", "other"]
    id: str
    title: str
    quote: str
    document: str | None = None
    start: int | None = None


def query_of(words: str) -> str | None:
    """Write plain words as a query of FTS5, ``None`` if there are none.

    Every word is put in quotation marks, where nothing but a quotation mark has a meaning, and
    words are letters and digits only.

    >>> query_of('Fujimori AND "pardon*')
    '"Fujimori" "AND" "pardon"'
    """
    found = list(dict.fromkeys(re.findall(r"[^\W_]+", words)))[:_MOST_WORDS]
    return " ".join(f'"{word}"' for word in found) or None


def search_record(connection: sqlite3.Connection, words: str, limit: int) -> tuple[Hit, ...]:
    """Find events, those outside of the ontology, then documents that hold all the words.

    The best come first. An event outside of the ontology is also found by the lemma of its trigger.
    """
    query = query_of(words)
    if query is None:
        return ()
    events = [
        *connection.execute(_EVENTS, (query, limit)),
        *connection.execute(_ACCOUNTS, (query, _MOST_MATCHES, limit)),
    ]
    first = {row[0]: Hit("event", *row[:3]) for row in reversed(events)}
    found = [first[id_] for id_ in dict.fromkeys(row[0] for row in events)]
    others = connection.execute(_OTHERS, (query, limit))
    documents = connection.execute(_DOCUMENTS, (query, limit))
    return (
        *found[:limit],
        *(Hit("other", *row) for row in others),
        *(Hit("document", *row) for row in documents),
    )


_EVENTS = """
SELECT event.id, event.summary, event.summary
FROM event_search JOIN event ON event.number = event_search.rowid
WHERE event_search MATCH ? ORDER BY event_search.rank, event.id LIMIT ?
"""
_ACCOUNTS = """
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
"""
_OTHERS = """
SELECT other_mention.id, other_mention.summary, other_mention.sentence,
  other_mention.document, other_mention.trigger_start
FROM other_mention_search JOIN other_mention ON other_mention.number = other_mention_search.rowid
WHERE other_mention_search MATCH ? ORDER BY other_mention_search.rank, other_mention.id LIMIT ?
"""
_DOCUMENTS = """
SELECT document.id, coalesce(document.title, document.uri),
  snippet(document_search, 0, '', '', '…', 32)
FROM document_search JOIN document ON document.number = document_search.rowid
WHERE document_search MATCH ? ORDER BY document_search.rank, document.id LIMIT ?
"""
