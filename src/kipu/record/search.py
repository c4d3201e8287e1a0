"""Search for words in texts and events."""

import re
import unicodedata
from typing import Any, Literal

import msgspec

from kipu.record.connections import Connection

_MOST_WORDS = 32
"""Words of a query that count; the others are left out, as a longer query tells no more."""
_MOST_MATCHES = 1000
"""Event mentions that are ranked and then gathered into events."""
_AROUND = 32
"""Words that are quoted around what was found in a text."""
_WORD = re.compile(r"[^\W_]+")


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
    """Write plain words as a query, ``None`` if there are none.

    Every word is put in quotation marks, where FTS5 gives no sign but these a meaning, and words
    are letters and digits only; for PostgreSQL all other signs are spaces.

    >>> query_of('Fujimori AND "pardon*')
    '"Fujimori" "AND" "pardon"'
    """
    found = list(dict.fromkeys(_WORD.findall(words)))[:_MOST_WORDS]
    return " ".join(f'"{word}"' for word in found) or None


def search_record(connection: Connection, words: str, limit: int) -> tuple[Hit, ...]:
    """Find events, those outside of the ontology, then documents that hold all the words.

    The best come first. An event outside of the ontology is also found by the lemma of its trigger.
    """
    query = query_of(words)
    if query is None:
        return ()
    search = connection.search
    events = [
        *connection.execute(search.events, (query, limit)),
        *connection.execute(search.accounts, (query, _MOST_MATCHES, limit)),
    ]
    first = {row[0]: Hit("event", *row[:3]) for row in reversed(events)}
    found = [first[id_] for id_ in dict.fromkeys(row[0] for row in events)]
    others = connection.execute(search.others, (query, limit))
    documents = connection.execute(search.documents, (query, limit))
    return (
        *found[:limit],
        *(Hit("other", *row) for row in others),
        *(_document(row, words if search.whole_texts else None) for row in documents),
    )


def _document(row: tuple[Any, ...], words: str | None) -> Hit:
    id_, title, text = row
    return Hit("document", id_, title, text if words is None else words_around(text, words))


def words_around(text: str, words: str) -> str:
    """Quote a text around the first of some words, found without case and accents.

    >>> words_around("Nobody was told. " * 20 + "José left.", "jose")[-32:]
    'old. Nobody was told. José left.'
    """
    wanted = {_folded(word) for word in _WORD.findall(words)}
    places = [found.span() for found in _WORD.finditer(text)]
    at = next((n for n, (a, b) in enumerate(places) if _folded(text[a:b]) in wanted), 0)
    first = max(0, min(at - _AROUND // 2, len(places) - _AROUND))
    last = min(first + _AROUND, len(places)) - 1
    begin = places[first][0] if first else 0
    end = places[last][1] if last < len(places) - 1 else len(text)
    return ("…" if begin else "") + text[begin:end] + ("…" if end < len(text) else "")


def _folded(word: str) -> str:
    """Give a word without case and accents."""
    letters = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
