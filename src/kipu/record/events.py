"""Events and what contradicts itself in them, as rows."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from kipu.model.resolved import (
    Contradiction,
    ContradictionValue,
    Event,
    Participant,
    ResolvedQuantity,
)
from kipu.model.times import EventTime
from kipu.record.connections import Answer, Connection
from kipu.record.documents import encode, interval_columns
from kipu.record.entities import grouped, in_order
from kipu.record.readings import Row


def insert_events(connection: Connection, events: Sequence[Event]) -> None:
    """Write events with their participants, quantities and accounts."""
    (last,) = connection.execute("SELECT coalesce(max(number), 0) FROM event").fetchone()
    connection.executemany(
        "INSERT INTO event (id, type, summary, edtf, earliest, latest, time, place, factuality,"
        " status, sources, independent_sources, place_inferred)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        map(_event_row, events),
    )
    connection.executemany(
        "INSERT INTO event_account VALUES (?, ?, ?)",
        ((e.id, n, mention) for e in events for n, mention in enumerate(e.mentions)),
    )
    connection.executemany(
        "INSERT INTO event_participant VALUES (?, ?, ?, ?)",
        ((e.id, n, p.role, p.entity) for e in events for n, p in enumerate(e.participants)),
    )
    connection.executemany(
        "INSERT INTO event_quantity VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (e.id, n, q.role, q.value, q.low, q.high, q.unit, q.approximate)
            for e in events
            for n, q in enumerate(e.quantities)
        ),
    )
    connection.executemany(
        "INSERT INTO event_quantity_account VALUES (?, ?, ?, ?)",
        (
            (e.id, n, position, mention)
            for e in events
            for n, quantity in enumerate(e.quantities)
            for position, mention in enumerate(quantity.mentions)
        ),
    )
    connection.execute(_TOLD, (last,))


# In the order of the accounts' numbers, so that rows are appended and none is put in between.
_TOLD = """
INSERT INTO event_told (account, event)
SELECT event_mention.number, event.number
FROM event
JOIN event_account ON event_account.event = event.id
JOIN event_mention ON event_mention.id = event_account.event_mention
WHERE event.number > ? GROUP BY event_mention.number, event.number
"""


def _event_row(event: Event) -> Row:
    return (
        *(event.id, event.type, event.summary, *interval_columns(event.time.interval)),
        *(encode(event.time), event.place, event.factuality, event.status),
        *(event.sources, event.independent_sources, event.place_inferred),
    )


def delete_events(connection: Connection, ids: Iterable[str]) -> None:
    """Take events out, with all that is theirs."""
    connection.executemany("DELETE FROM event WHERE id = ?", ((id_,) for id_ in ids))


def fetch_events(connection: Connection, ids: Sequence[str]) -> tuple[Event, ...]:
    """Give the events with these ids, in the order of the ids."""
    chosen = msgspec.json.encode(ids).decode()
    accounts = grouped(connection, _ACCOUNTS, chosen)
    participants = grouped(connection, _PARTICIPANTS, chosen)
    quantities = _quantities(connection, chosen)
    rows = in_order(connection.execute(_EVENTS, (chosen,)), ids)
    return tuple(
        Event(
            id=id_,
            type=type_,
            summary=summary,
            time=msgspec.json.decode(time, type=EventTime),
            place=place,
            factuality=factuality,
            participants=tuple(Participant(*part) for part in participants.get(id_, ())),
            quantities=tuple(quantities.get(id_, ())),
            status=status,
            sources=sources,
            independent_sources=groups,
            mentions=tuple(mention for (mention,) in accounts.get(id_, ())),
            place_inferred=bool(inferred),
        )
        for id_, type_, summary, time, place, factuality, status, sources, groups, inferred in rows
    )


_EVENTS = """
SELECT id, type, summary, time, place, factuality, status, sources, independent_sources,
  place_inferred
FROM event
WHERE id IN (SELECT value FROM json_each(?))
"""
_ACCOUNTS = """
SELECT event, event_mention FROM event_account
WHERE event IN (SELECT value FROM json_each(?)) ORDER BY event, position
"""
_PARTICIPANTS = """
SELECT event, role, entity FROM event_participant
WHERE event IN (SELECT value FROM json_each(?)) ORDER BY event, position
"""
_QUANTITIES = """
SELECT event, position, role, value, low, high, unit, approximate FROM event_quantity
WHERE event IN (SELECT value FROM json_each(?)) ORDER BY event, position
"""
_QUANTITY_ACCOUNTS = """
SELECT event, quantity, event_mention FROM event_quantity_account
WHERE event IN (SELECT value FROM json_each(?)) ORDER BY event, quantity, position
"""


def _quantities(connection: Connection, chosen: str) -> dict[str, list[ResolvedQuantity]]:
    accounts = grouped(connection, _QUANTITY_ACCOUNTS, chosen)
    return {
        event: [
            ResolvedQuantity(
                *(role, value, low, high, unit, bool(approximate)),
                mentions=tuple(m for n, m in accounts.get(event, ()) if n == position),
            )
            for position, role, value, low, high, unit, approximate in rows
        ]
        for event, rows in grouped(connection, _QUANTITIES, chosen).items()
    }


def insert_contradictions(connection: Connection, contradictions: Iterable[Contradiction]) -> None:
    """Write contradictions of events that are there."""
    for contradiction in contradictions:
        (number,) = connection.execute(
            "INSERT INTO contradiction (event, attribute) VALUES (?, ?) RETURNING number",
            (contradiction.event, contradiction.attribute),
        ).fetchone()
        for position, value in enumerate(contradiction.values):
            _insert_value(connection, (number, position), value)


def _insert_value(connection: Connection, at: Row, value: ContradictionValue) -> None:
    connection.execute("INSERT INTO contradiction_value VALUES (?, ?, ?)", (*at, value.value))
    connection.executemany(
        "INSERT INTO contradiction_account VALUES (?, ?, ?, ?)",
        ((*at, n, mention) for n, mention in enumerate(value.mentions)),
    )
    connection.executemany(
        "INSERT INTO contradiction_document VALUES (?, ?, ?, ?)",
        ((*at, n, document) for n, document in enumerate(value.documents)),
    )


def fetch_contradictions(
    connection: Connection, event_id: str | None = None
) -> tuple[Contradiction, ...]:
    """Give the contradictions of one event, or all in the order they were written."""
    if event_id is None:
        return _contradictions(connection, connection.execute(_CONTRADICTIONS + "ORDER BY number"))
    query = _CONTRADICTIONS + "WHERE event = ? ORDER BY number"
    return _contradictions(connection, connection.execute(query, (event_id,)))


def fetch_contradictions_in_time(connection: Connection) -> tuple[Contradiction, ...]:
    """Give all contradictions in the order of the chronology of their events."""
    return _contradictions(connection, connection.execute(_CONTRADICTIONS_IN_TIME))


_CONTRADICTIONS = "SELECT number, event, attribute FROM contradiction "
_CONTRADICTIONS_IN_TIME = """
SELECT contradiction.number, contradiction.event, contradiction.attribute
FROM contradiction JOIN event ON event.id = contradiction.event
ORDER BY event.sort, event.latest NULLS FIRST, event.edtf NULLS FIRST, event.id,
  contradiction.number
"""


def _contradictions(connection: Connection, rows: Answer) -> tuple[Contradiction, ...]:
    return tuple(
        Contradiction(event, attribute, _values(connection, number))
        for number, event, attribute in rows.fetchall()
    )


def _values(connection: Connection, number: int) -> tuple[ContradictionValue, ...]:
    values: list[tuple[int, str]] = connection.execute(
        "SELECT position, value FROM contradiction_value WHERE contradiction = ? ORDER BY position",
        (number,),
    ).fetchall()
    return tuple(
        ContradictionValue(
            value,
            mentions=_firsts(connection.execute(_VALUE_MENTIONS, (number, position))),
            documents=_firsts(connection.execute(_VALUE_DOCUMENTS, (number, position))),
        )
        for position, value in values
    )


_VALUE_MENTIONS = """
SELECT event_mention FROM contradiction_account
WHERE contradiction = ? AND value = ? ORDER BY position
"""
_VALUE_DOCUMENTS = """
SELECT document FROM contradiction_document
WHERE contradiction = ? AND value = ? ORDER BY position
"""


def _firsts(rows: Iterable[Sequence[Any]]) -> tuple[str, ...]:
    return tuple(row[0] for row in rows)
