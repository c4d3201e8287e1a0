"""Questions to the record: which events, which entities."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from kipu.model.errors import RecordError
from kipu.model.resolved import EventStatus
from kipu.record.connections import Connection, TextSearch
from kipu.record.search import query_of

ALL = 2**62
"""A limit that nothing reaches."""
_ORDER = " ORDER BY sort, latest NULLS FIRST, edtf NULLS FIRST, id"
_ABOUT = """id IN (
  SELECT event FROM event_participant WHERE entity IN (SELECT value FROM json_each(?))
  UNION SELECT id FROM event WHERE place IN (SELECT value FROM json_each(?))
)"""
# Undated events have "~" as their place in time, those before the year 1 "".
_FROM = "(latest >= ? OR latest IS NULL) AND sort NOT IN ('', '~')"
_TO = "(earliest <= ? OR earliest IS NULL) AND sort <> '~'"


class Question(msgspec.Struct, frozen=True):
    """Which events are asked for; what is ``None`` leaves all.

    ``about`` are entity ids: events in which any of them takes part or which happened there.
    ``earliest`` and ``latest`` leave events that may lie between these days; undated events are
    then left out. ``type`` is an id of the ontology. ``words`` are plain words, all of which an
    event's summary or one sentence of an account holds.
    """

    about: Sequence[str] | None = None
    earliest: date | None = None
    latest: date | None = None
    type: str | None = None
    status: EventStatus | None = None
    words: str | None = None


def chronology_ids(
    connection: Connection, question: Question, *, limit: int | None = None
) -> list[str]:
    """Give the ids of events by their place in time; see :meth:`Store.events`."""
    condition = condition_of(question, connection.search)
    return _ids(connection, condition, ALL if limit is None else limit, 0)


def page_ids(connection: Connection, question: Question, *, limit: int, offset: int) -> list[str]:
    """Give the ids of some events, the undated ones first, then by their place in time.

    Each part is read off the index; sorted as one list, all events would be sorted for each page.
    """
    asked = condition_of(question, connection.search)
    undated = _and(asked, "sort = '~'")
    found = _ids(connection, undated, limit, offset)
    if len(found) == limit:
        return found
    query = "SELECT count(*) FROM event" + undated[0]
    (before,) = connection.execute(query, undated[1]).fetchone()
    dated = _and(asked, "sort < '~'")
    return found + _ids(connection, dated, limit - len(found), max(offset - before, 0))


def _ids(
    connection: Connection, condition: tuple[str, list[Any]], limit: int, offset: int
) -> list[str]:
    where, values = condition
    query = "SELECT id FROM event" + where + _ORDER + " LIMIT ? OFFSET ?"
    return [id_ for (id_,) in connection.execute(query, (*values, limit, offset))]


def _and(condition: tuple[str, list[Any]], more: str) -> tuple[str, list[Any]]:
    where, values = condition
    return (f"{where} AND {more}" if where else f" WHERE {more}", values)


def account_ids(connection: Connection, question: Question) -> tuple[str, ...]:
    """Give the ids of the accounts of events, in order of the time of these."""
    where, values = condition_of(question, connection.search)
    rows = connection.execute(_ACCOUNTS_OF.format(where=where), values)
    return tuple(id_ for (id_,) in rows)


_ACCOUNTS_OF = """
WITH asked AS (SELECT id, sort, latest, edtf FROM event{where})
SELECT event_account.event_mention FROM asked
JOIN event_account ON event_account.event = asked.id
ORDER BY asked.sort, asked.latest NULLS FIRST, asked.edtf NULLS FIRST, asked.id,
  event_account.position
"""


def count_by_year(connection: Connection, question: Question) -> dict[str | None, int]:
    """Count the events that begin in each year, in order of time; ``None`` is undated."""
    where, values = condition_of(question, connection.search)
    rows = connection.execute(
        "SELECT substr(sort, 1, 4), count(*) FROM event" + where + " GROUP BY 1 ORDER BY 1", values
    )
    return {None if year == "~" else year: count for year, count in rows}


def condition_of(question: Question, search: TextSearch) -> tuple[str, list[Any]]:
    """Give the condition that leaves the events asked for, "" for all, and its values."""
    about = None if question.about is None else msgspec.json.encode(question.about).decode()
    query = query_of(question.words or "")
    days = (day.isoformat() if day else None for day in (question.earliest, question.latest))
    conditions: list[tuple[str, int, str | None]] = [
        (_ABOUT, 2, about),
        (_FROM, 1, next(days)),
        (_TO, 1, next(days)),
        ("type = ?", 1, question.type),
        ("status = ?", 1, question.status),
        (search.in_event, 2, query),
    ]
    asked = [(sql, [value] * count) for sql, count, value in conditions if value is not None]
    where = " WHERE " + " AND ".join(sql for sql, _ in asked) if asked else ""
    return where, [value for _, part in asked for value in part]


def full_id(connection: Connection, kind: str, beginning: str) -> str:
    """Give the only id of an event or entity that begins so.

    Raises:
        RecordError: None does, or more than one.
    """
    last = beginning + "\U0010ffff"
    ids: list[str] = [id_ for (id_,) in connection.execute(_BEGINNINGS[kind], (beginning, last))]
    if beginning in ids or len(ids) == 1:
        return ids[0]
    if not ids:
        raise RecordError(f"the record has no {kind} {beginning!r}")
    shown = ", ".join(ids[:3]) + (", ..." if len(ids) > 3 else "")
    raise RecordError(f"more than one {kind} begins with {beginning!r}: {shown}. Give more of it")


_BEGINNINGS = {
    "event": "SELECT id FROM event WHERE id >= ? AND id < ? ORDER BY id LIMIT 4",
    "entity": "SELECT id FROM entity WHERE id >= ? AND id < ? ORDER BY id LIMIT 4",
}


class Thing(msgspec.Struct, frozen=True):
    """Something in the record that people judge, and the document that it is in."""

    kind: str
    id: str
    document: str | None


def find_thing(connection: Connection, beginning: str) -> Thing:
    """Find the only thing whose id begins so.

    Raises:
        RecordError: Nothing does, or more than one thing.
    """
    tables = _TABLES.get(beginning[:1], ())
    last = beginning + "\U0010ffff"
    found = [
        Thing(kind, *row)
        for kind, query in tables
        for row in connection.execute(query, (beginning, last))
    ]
    exact = [thing for thing in found if thing.id == beginning]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if not found:
        raise RecordError(f"the record has nothing whose id begins with {beginning!r}")
    shown = ", ".join(thing.id for thing in found[:3]) + (", ..." if len(found) > 3 else "")
    raise RecordError(f"more than one id begins with {beginning!r}: {shown}. Give more of it")


_BY_ID = "SELECT id, {document} FROM {table} WHERE id >= ? AND id < ? ORDER BY id LIMIT 4"
_TABLES = {
    "v": (("event", _BY_ID.format(document="NULL", table="event")),),
    "e": (("entity", _BY_ID.format(document="NULL", table="entity")),),
    "d": (("document", _BY_ID.format(document="id", table="document")),),
    "s": (("statement", _BY_ID.format(document="document", table="statement")),),
    "j": (("judgement", _BY_ID.format(document="NULL", table="judgement")),),
    "m": (
        ("account", _BY_ID.format(document="document", table="event_mention")),
        ("mention", _BY_ID.format(document="document", table="mention")),
    ),
}
"""Where a thing is looked up by the first letter of its id."""


def entity_ids(connection: Connection, name: str | None) -> list[str]:
    """Give the ids of entities one of whose names has all these words, most mentioned first."""
    if name is None:
        return [id_ for (id_,) in connection.execute(_ALL_ENTITIES)]
    query = query_of(name)
    if query is None:
        return []
    named = _BY_MENTIONS.format(where="WHERE " + connection.search.in_name)
    return [id_ for (id_,) in connection.execute(named, (query,))]


_BY_MENTIONS = """
SELECT entity.id FROM entity
LEFT JOIN entity_chain ON entity_chain.entity = entity.id
LEFT JOIN mention ON mention.chain = entity_chain.chain
{where} GROUP BY entity.id ORDER BY count(mention.chain) DESC, entity.name, entity.id
"""
_ALL_ENTITIES = _BY_MENTIONS.format(where="")
