"""Looking over a whole record: counts, names and places, without fetching everything behind them.

What a screen shows of a large record is a hundred lines and some sums. These questions give the
lines' ids and the sums from indexes, so that they take as long as the lines need.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec

from kipu.model.readings import EntityType
from kipu.model.resolved import Location
from kipu.record.chronology import Question, condition_of, entity_ids
from kipu.record.connections import Connection, Place
from kipu.record.documents import encode
from kipu.record.refusals import refusing, snapshot


class Brief(msgspec.Struct, frozen=True):
    """An entity as far as lists show it; ``aliases`` are its other names."""

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    location: Location | None = None


class Dated(msgspec.Struct, frozen=True):
    """An event with the first and the last day on which it may lie, as ISO days."""

    event: str
    earliest: str
    latest: str


class Late(msgspec.Struct, frozen=True):
    """An event in which an entity acts after another one in which it dies."""

    entity: str
    death: str
    event: str


class Overview:
    """Sums over a record and the ids of what is shown first. Nothing of it writes."""

    def __init__(self, place: Place, connection: Connection) -> None:
        self._place = place
        self._connection = connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with refusing(self._place, "it could not be read"), snapshot(self._connection):
            yield self._connection

    # Names.

    def entity_ids(self, name: str) -> tuple[str, ...]:
        """Give the ids of entities that bear all these words, the most mentioned first."""
        with self._reading() as connection:
            return tuple(entity_ids(connection, name))

    def names(self, ids: Sequence[str]) -> dict[str, str]:
        """Give the name of each of these entities."""
        with self._reading() as connection:
            return dict(connection.execute(_NAMES, (encode(tuple(ids)),)).fetchall())

    def briefs(self, ids: Sequence[str]) -> tuple[Brief, ...]:
        """Give these entities in the order of their ids, without those that are not there."""
        chosen = (encode(tuple(ids)),)
        with self._reading() as connection:
            aliases = {
                id_: tuple(name for _, name in rows)
                for id_, rows in groupby(connection.execute(_ALIASES, chosen), itemgetter(0))
            }
            found = {row[0]: row for row in connection.execute(_BRIEFS, chosen)}
        return tuple(_brief(found[id_], aliases.get(id_, ())) for id_ in ids if id_ in found)

    def ranked(self, type: str | None) -> tuple[str, ...]:
        """Give the ids of all entities, or those of a type, the most mentioned first."""
        where, values = ("", ()) if type is None else (" WHERE entity.type = ?", (type,))
        with self._reading() as connection:
            return tuple(id_ for (id_,) in connection.execute(_RANKED.format(where=where), values))

    def count_events(self, entities: Sequence[str]) -> dict[str, int]:
        """Count the events in which each of these takes part, or which happened there."""
        chosen = encode(tuple(entities))
        with self._reading() as connection:
            counts = Counter(dict(connection.execute(_EVENTS_OF, (chosen,)).fetchall()))
            counts.update(dict(connection.execute(_EVENTS_AT, (chosen,)).fetchall()))
        return counts

    # Sums over the chronology.

    def company(self, question: Question) -> Iterator[tuple[str, ...]]:
        """Give for each event that is asked for who takes part in it, each once and sorted."""
        where, values = condition_of(question, self._connection.search)
        chosen = f"WHERE event IN (SELECT id FROM event{where})" if where else ""
        with self._reading() as connection:
            rows = connection.execute(_PARTICIPANTS.format(chosen=chosen), values).fetchall()
        for _, parts in groupby(rows, itemgetter(0)):
            yield tuple(sorted({entity for _, entity in parts}))

    def count_places(self, question: Question) -> tuple[tuple[str | None, int, int], ...]:
        """Count the events that are asked for by where they happened, the most first.

        Of each place the events and those of them of which it is inferred; ``None`` is unknown.
        """
        where, values = condition_of(question, self._connection.search)
        with self._reading() as connection:
            rows = connection.execute(_BY_PLACE.format(where=where), values)
            return tuple((place, count, inferred) for place, count, inferred in rows)

    def undated(self, limit: int) -> tuple[tuple[str, ...], int]:
        """Give the first events that happened without a date, and the number of all."""
        return self._some(f"edtf IS NULL AND {_HAPPENED}", limit)

    def single(self, limit: int) -> tuple[tuple[str, ...], int]:
        """Give the first events that happened by one source only, and the number of all."""
        return self._some(f"independent_sources = 1 AND {_HAPPENED}", limit)

    def contradicted(self, limit: int) -> tuple[tuple[str, ...], int]:
        """Give the first events that sources contradict each other on, and the number of all."""
        return self._some("id IN (SELECT event FROM contradiction)", limit)

    def _some(self, condition: str, limit: int) -> tuple[tuple[str, ...], int]:
        where = f"FROM event WHERE {condition}"
        with self._reading() as connection:
            (count,) = connection.execute(f"SELECT count(*) {where}").fetchone()
            rows: list[tuple[Any, ...]] = connection.execute(
                f"SELECT id {where}{_IN_TIME} LIMIT ?",
                (limit,),
            ).fetchall()
        return tuple(id_ for (id_,) in rows), int(count)

    def dated(self) -> tuple[Dated, ...]:
        """Give all events that happened and whose time is closed on both sides, by first day."""
        with self._reading() as connection:
            return tuple(Dated(*row) for row in connection.execute(_DATED))

    def late(self, roles: Sequence[str]) -> tuple[Late, ...]:
        """Give the events in which somebody acts in one of these roles after their first death."""
        with self._reading() as connection:
            rows = connection.execute(_LATE, (encode(tuple(roles)),)).fetchall()
        return tuple(Late(*row) for row in rows)


def _brief(row: Sequence[Any], aliases: tuple[str, ...]) -> Brief:
    id_, type_, name, *place = row
    location = Location(*place) if place[0] is not None else None
    return Brief(id_, type_, name, aliases, location)


_IN_TIME = " ORDER BY sort, latest NULLS FIRST, edtf NULLS FIRST, id"
_NAMES = "SELECT id, name FROM entity WHERE id IN (SELECT value FROM json_each(?))"
_BRIEFS = """
SELECT id, type, name, latitude, longitude, country, gazetteer_id FROM entity
WHERE id IN (SELECT value FROM json_each(?))
"""
_ALIASES = """
SELECT entity, name FROM entity_name
WHERE position > 0 AND entity IN (SELECT value FROM json_each(?)) ORDER BY entity, position
"""
# The counts come first, from two indexes alone; joined to the names they would be looked up anew.
_RANKED = """
WITH counted AS MATERIALIZED (
  SELECT entity_chain.entity, count(*) AS mentions
  FROM entity_chain JOIN mention ON mention.chain = entity_chain.chain
  GROUP BY entity_chain.entity
)
SELECT entity.id FROM entity LEFT JOIN counted ON counted.entity = entity.id
{where} ORDER BY coalesce(counted.mentions, 0) DESC, entity.name, entity.id
"""
_EVENTS_OF = """
SELECT entity, count(DISTINCT event) FROM event_participant
WHERE entity IN (SELECT value FROM json_each(?)) GROUP BY entity
"""
_EVENTS_AT = """
SELECT place, count(*) FROM event
WHERE place IN (SELECT value FROM json_each(?)) AND NOT EXISTS (
  SELECT 1 FROM event_participant WHERE entity = event.place AND event = event.id
) GROUP BY place
"""
_BY_PLACE = """
SELECT place, count(*), sum(place_inferred) FROM event{where} GROUP BY place
ORDER BY 2 DESC, 1 NULLS FIRST
"""
_PARTICIPANTS = "SELECT event, entity FROM event_participant {chosen} ORDER BY event"
_HAPPENED = "factuality NOT IN ('denied', 'hypothetical')"
_DATED = f"""
SELECT id, earliest, latest FROM event
WHERE earliest IS NOT NULL AND latest IS NOT NULL AND {_HAPPENED} ORDER BY sort, latest, id
"""
_LATE = f"""
WITH deaths AS MATERIALIZED (
  SELECT part.entity, event.id, event.latest,
    row_number() OVER (PARTITION BY part.entity ORDER BY event.latest, event.id) AS place
  FROM event JOIN event_participant AS part ON part.event = event.id AND part.role = 'patient'
  WHERE event.type = 'death' AND event.latest IS NOT NULL AND {_HAPPENED}
), death AS (SELECT entity, id, latest FROM deaths WHERE place = 1)
SELECT death.entity, death.id, event.id
FROM death
JOIN event_participant AS part ON part.entity = death.entity
JOIN event ON event.id = part.event
WHERE part.role IN (SELECT value FROM json_each(?)) AND event.factuality = 'certain'
  AND event.earliest > death.latest
ORDER BY event.sort, event.latest NULLS FIRST, event.edtf NULLS FIRST, event.id
"""
