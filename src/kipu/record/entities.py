"""Entities, as rows."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from kipu.model.readings import Statement
from kipu.model.resolved import Entity, Location
from kipu.model.spans import Span
from kipu.model.times import EventTime
from kipu.record.connections import Connection
from kipu.record.documents import encode, interval_columns
from kipu.record.readings import Row


def insert_entities(connection: Connection, entities: Sequence[Entity]) -> None:
    """Write entities with their names, chains and statements."""
    connection.executemany(
        "INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?, ?)", map(_entity_row, entities)
    )
    connection.executemany(
        "INSERT INTO entity_name (entity, position, name) VALUES (?, ?, ?)",
        ((e.id, n, name) for e in entities for n, name in enumerate((e.name, *e.aliases))),
    )
    connection.executemany(
        "INSERT INTO entity_chain VALUES (?, ?, ?)",
        ((e.id, n, chain) for e in entities for n, chain in enumerate(e.chains)),
    )
    connection.executemany(
        "INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_statement_row(e.id, n, s) for e in entities for n, s in enumerate(e.statements)),
    )


def _entity_row(entity: Entity) -> Row:
    location = entity.location
    place: Row = (None, None, None, None)
    if location:
        place = (location.latitude, location.longitude, location.country, location.gazetteer_id)
    return (entity.id, entity.type, entity.name, *place)


def _statement_row(entity_id: str, position: int, statement: Statement) -> Row:
    span = statement.span
    return (
        *(entity_id, position, statement.id, statement.subject, statement.property),
        *(statement.value, statement.object, span.doc_id, span.start, span.end, statement.rule),
        *(*interval_columns(statement.time.interval), encode(statement.time)),
    )


def delete_entities(connection: Connection, ids: Iterable[str]) -> None:
    """Take entities out, with all that is theirs."""
    connection.executemany("DELETE FROM entity WHERE id = ?", ((id_,) for id_ in ids))


def fetch_entities(connection: Connection, ids: Sequence[str]) -> tuple[Entity, ...]:
    """Give the entities with these ids, in the order of the ids."""
    chosen = msgspec.json.encode(ids).decode()
    names = grouped(connection, _NAMES, chosen)
    chains = grouped(connection, _CHAINS, chosen)
    statements = grouped(connection, _STATEMENTS, chosen)
    return tuple(
        Entity(
            id=id_,
            type=type_,
            name=name,
            aliases=tuple(alias for (alias,) in names.get(id_, ())),
            chains=tuple(chain for (chain,) in chains.get(id_, ())),
            statements=tuple(map(_statement, statements.get(id_, ()))),
            location=Location(*place) if place[0] is not None else None,
        )
        for id_, type_, name, *place in in_order(connection.execute(_ENTITIES, (chosen,)), ids)
    )


_ENTITIES = """
SELECT id, type, name, latitude, longitude, country, gazetteer_id FROM entity
WHERE id IN (SELECT value FROM json_each(?))
"""
_NAMES = """
SELECT entity, name FROM entity_name
WHERE position > 0 AND entity IN (SELECT value FROM json_each(?)) ORDER BY entity, position
"""
_CHAINS = """
SELECT entity, chain FROM entity_chain
WHERE entity IN (SELECT value FROM json_each(?)) ORDER BY entity, position
"""
_STATEMENTS = """
SELECT entity, id, subject_chain, property, value, document, start, "end", rule, object_chain, time
FROM statement WHERE entity IN (SELECT value FROM json_each(?)) ORDER BY entity, position
"""


def _statement(row: Sequence[Any]) -> Statement:
    id_, subject, property_, value, document, start, end, rule, other, time = row
    return Statement(
        id=id_,
        subject=subject,
        property=property_,
        value=value,
        span=Span(document, start, end),
        rule=rule,
        object=other,
        time=msgspec.json.decode(time, type=EventTime),
    )


def grouped(connection: Connection, query: str, chosen: str) -> dict[str, list[list[Any]]]:
    """Run a query for chosen ids (a JSON array), and give its rows by their first column."""
    groups: dict[str, list[list[Any]]] = {}
    for first, *rest in connection.execute(query, (chosen,)):
        groups.setdefault(first, []).append(rest)
    return groups


def in_order(rows: Iterable[Sequence[Any]], ids: Sequence[str]) -> list[Sequence[Any]]:
    """Put rows, whose first column is an id, in the order of the ids."""
    found = {row[0]: row for row in rows}
    return [found[id_] for id_ in ids if id_ in found]
