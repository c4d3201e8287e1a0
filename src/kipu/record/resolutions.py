"""The stored resolution: what changed is written, the rest stays."""

from collections.abc import Sequence
from typing import TypeVar

from kipu.model.resolved import Copy, Entity, Event, Resolution
from kipu.record.connections import Connection
from kipu.record.entities import delete_entities, fetch_entities, insert_entities
from kipu.record.events import (
    delete_events,
    fetch_contradictions,
    fetch_events,
    insert_contradictions,
    insert_events,
)
from kipu.record.judgements import (
    fetch_link_conflicts,
    fetch_placements,
    insert_link_conflicts,
    insert_placements,
)

T = TypeVar("T", Entity, Event)


def replace_resolution(connection: Connection, resolution: Resolution) -> None:
    """Put a resolution in the place of the stored one, within a transaction.

    References are verified at its end only, so that an event may go before its entity comes.
    """
    connection.defer_references()
    stored = fetch_resolution(connection)
    connection.execute("DELETE FROM contradiction")
    connection.execute("DELETE FROM copy")
    connection.execute("DELETE FROM placement")
    connection.execute("DELETE FROM link_conflict")
    gone_events, new_events = _difference(stored.events, resolution.events)
    gone_entities, new_entities = _difference(stored.entities, resolution.entities)
    delete_events(connection, gone_events)
    delete_entities(connection, gone_entities)
    insert_entities(connection, new_entities)
    insert_events(connection, new_events)
    insert_contradictions(connection, resolution.contradictions)
    connection.executemany(
        "INSERT INTO copy VALUES (?, ?, ?, ?)",
        ((c.document, c.of, c.kind, c.containment) for c in resolution.copies),
    )
    insert_placements(connection, resolution.placements)
    insert_link_conflicts(connection, resolution.link_conflicts)


def _difference(stored: Sequence[T], wanted: Sequence[T]) -> tuple[list[str], list[T]]:
    """Give the ids of stored values that are to go, and the values that are to come."""
    before = {value.id: value for value in stored}
    after = {value.id: value for value in wanted}
    gone = [id_ for id_, value in before.items() if after.get(id_) != value]
    new = [value for id_, value in after.items() if before.get(id_) != value]
    return gone, new


def fetch_resolution(connection: Connection) -> Resolution:
    """Give the stored resolution; entities, events and copies are sorted by id."""
    return Resolution(
        entities=fetch_entities(connection, _ids(connection, "SELECT id FROM entity ORDER BY id")),
        events=fetch_events(connection, _ids(connection, "SELECT id FROM event ORDER BY id")),
        contradictions=fetch_contradictions(connection),
        copies=fetch_copies(connection),
        placements=fetch_placements(connection),
        link_conflicts=fetch_link_conflicts(connection),
    )


def fetch_copies(connection: Connection) -> tuple[Copy, ...]:
    """Give the documents whose text is another's, by their ids."""
    rows = connection.execute('SELECT * FROM copy ORDER BY document, "of"')
    return tuple(Copy(*row) for row in rows)


def _ids(connection: Connection, query: str) -> list[str]:
    return [id_ for (id_,) in connection.execute(query)]


def clear_resolution(connection: Connection) -> None:
    """Take the whole stored resolution out."""
    replace_resolution(connection, Resolution((), (), (), ()))
