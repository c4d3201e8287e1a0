"""The lists of a record, a stretch at a time.

A stretch begins after the last thing of the one before it, which is named by where it stands in the
order of the list, not by a count: what is added in between moves nothing and is met once.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

import msgspec

from kipu.model.judgements import Judgement, Placement
from kipu.model.readings import EventMention, MentionKind
from kipu.model.resolved import Copy, Event
from kipu.model.spans import Span
from kipu.record.actions import Deed, live_actions, to_action
from kipu.record.chronology import Question, condition_of
from kipu.record.connections import Connection, Place
from kipu.record.documents import encode
from kipu.record.events import fetch_events
from kipu.record.judgements import fetch_by_action, fetch_judgement
from kipu.record.readings import fetch_accounts
from kipu.record.refusals import refusing, snapshot
from kipu.record.search import query_of

Key = tuple[str | int, ...]
"""Where something stands in the order of its list."""


class Stretch(msgspec.Struct, frozen=True):
    """Which part of a list is asked for: after what, at most how many, and which way round."""

    after: Key | None
    limit: int
    backwards: bool = False


class Found(msgspec.Struct, frozen=True):
    """The ids of a stretch; ``last`` is the place of the last one if more follow it."""

    ids: tuple[str, ...]
    last: Key | None


class Moment(msgspec.Struct, frozen=True):
    """What a record holds at one moment, told by counters and by what came last.

    ``resolved`` is the generation that was last worked out. ``seen`` is an action that this
    resolution holds, and all before it; it may hold later ones too. ``action`` is the id of that
    action, "" before the first; ``last`` the ids of the last action and the last document.
    """

    generation: int
    resolved: int
    seen: int
    action: str
    last: tuple[str, str]


class NamedAt(msgspec.Struct, frozen=True):
    """A mention as far as lists show it."""

    id: str
    span: Span
    kind: MentionKind


class Listing:
    """What a record holds, to be walked through. Nothing of it writes."""

    def __init__(self, place: Place, connection: Connection) -> None:
        self._place = place
        self._connection = connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with refusing(self._place, "it could not be read"), snapshot(self._connection):
            yield self._connection

    @contextmanager
    def at_one_moment(self) -> Iterator[Moment]:
        """See the record as it is now, in all that is asked of the store until this ends."""
        with self._reading() as connection:
            counters = dict(connection.execute("SELECT key, value FROM meta").fetchall())
            generation, resolved = counters["generation"], counters["resolved_generation"]
            number, last = _last(connection, "SELECT number, id FROM action")
            # Each action makes a generation of its own, so of those since the resolution no more
            # can be actions than there are generations.
            seen = max(0, number - (generation - resolved))
            row = connection.execute("SELECT id FROM action WHERE number = ?", (seen,)).fetchone()
            _, document = _last(connection, "SELECT number, id FROM document")
            yield Moment(generation, resolved, seen, row[0] if row else "", (last, document))

    def action_number(self, action_id: str) -> int | None:
        """Give the number of an action, 0 for "", ``None`` if there is none with this id."""
        if not action_id:
            return 0
        with self._reading() as connection:
            query = "SELECT number FROM action WHERE id = ?"
            row = connection.execute(query, (action_id,)).fetchone()
            return row[0] if row else None

    # Stretches.

    def documents(
        self, stretch: Stretch, *, language: str | None = None, outlet: str | None = None
    ) -> Found:
        """List documents by where they came from."""
        conditions = [("language = ?", language), ("outlet = ?", outlet)]
        return self._list("document", ("uri", "id"), stretch, conditions)

    def entities(
        self, stretch: Stretch, *, name: str | None = None, type: str | None = None
    ) -> Found:
        """List entities by name; ``name`` leaves those with all these words in one name."""
        query = query_of(name or "")
        if name is not None and query is None:
            return Found((), None)
        named = self._connection.search.in_name
        conditions = [(named, query), ("type = ?", type)]
        return self._list("entity", ("name", "id"), stretch, conditions)

    def judgements(self, stretch: Stretch, *, in_effect: bool | None = None) -> Found:
        """List judgements in the order they were added."""
        conditions: list[tuple[str, str | int | None]] = [
            (
                "CASE WHEN withdrawn IS NULL THEN 1 ELSE 0 END = ?",
                None if in_effect is None else int(in_effect),
            )
        ]
        return self._list("judgement", ("number",), stretch, conditions)

    def actions(self, stretch: Stretch) -> Found:
        """List actions in the order they were made."""
        return self._list("action", ("number",), stretch, [])

    def events(self, stretch: Stretch, question: Question, *, contradicted: bool = False) -> Found:
        """List events by time, the undated ones last; ``contradicted``: where sources disagree."""
        where, values = condition_of(question, self._connection.search)
        disputed = (
            "id IN (SELECT event FROM contradiction) AND 1 = ?",
            1 if contradicted else None,
        )
        before = (where.removeprefix(" WHERE "), values) if where else None
        return self._list("event", _TIME, stretch, [disputed], before=before)

    def _list(
        self,
        table: Literal["action", "document", "entity", "event", "judgement"],
        columns: Sequence[str],
        stretch: Stretch,
        conditions: Sequence[tuple[str, str | int | None]],
        *,
        before: tuple[str, Sequence[Any]] | None = None,
    ) -> Found:
        """Run a question made of fixed pieces of SQL; all that was asked goes in as values."""
        asked = [(sql, [value]) for sql, value in conditions if value is not None]
        if before is not None:
            asked.insert(0, (before[0], list(before[1])))
        order = "DESC" if stretch.backwards else "ASC"
        if stretch.after is not None:
            sign = "<" if stretch.backwards else ">"
            # The first column alone lets the index find the place; the others decide within it.
            asked.append((f"{columns[0]} {sign}= ?", [stretch.after[0]]))
            marks = ", ".join("?" * len(columns))
            asked.append((f"({', '.join(columns)}) {sign} ({marks})", list(stretch.after)))
        where = " WHERE " + " AND ".join(sql for sql, _ in asked) if asked else ""
        by = ", ".join(f"{column} {order}" for column in columns)
        with self._reading() as connection:
            rows = connection.execute(
                f"SELECT id, {', '.join(columns)} FROM {table}{where} ORDER BY {by} LIMIT ?",
                [*(value for _, values in asked for value in values), stretch.limit + 1],
            ).fetchall()
        shown = rows[: stretch.limit]
        last = tuple(shown[-1][1:]) if len(rows) > stretch.limit else None
        return Found(tuple(row[0] for row in shown), last)

    # Single things, by their whole ids.

    def fetch_events(self, ids: Sequence[str]) -> tuple[Event, ...]:
        """Give the events with these ids, in their order, without those that are not there."""
        with self._reading() as connection:
            return fetch_events(connection, ids)

    def fetch_judgements(
        self, ids: Sequence[str]
    ) -> tuple[tuple[Judgement, Placement | None], ...]:
        """Give judgements in the order of their ids, each with its place if it is in effect."""
        with self._reading() as connection:
            rows = connection.execute(_PLACEMENTS, (encode(tuple(ids)),))
            placed = {row[0]: Placement(*row) for row in rows}
            found = (fetch_judgement(connection, id_) for id_ in ids)
            return tuple((one, placed.get(one.id)) for one in found if one is not None)

    def has_document(self, document_id: str) -> bool:
        """Tell whether there is a document with this id."""
        with self._reading() as connection:
            query = "SELECT 1 FROM document WHERE id = ?"
            return connection.execute(query, (document_id,)).fetchone() is not None

    def copies_of(self, ids: Sequence[str]) -> dict[str, Copy]:
        """Give for each of these documents of which one it is a copy, if of any."""
        with self._reading() as connection:
            rows = connection.execute(_COPIES, (encode(tuple(ids)),))
            return {row[0]: Copy(*row) for row in rows}

    def fetch_accounts(self, accounts: Sequence[str]) -> dict[str, EventMention]:
        """Give these accounts of events, by their ids."""
        wanted = set(accounts)
        with self._reading() as connection:
            rows = connection.execute(_DOCUMENTS_OF, (encode(tuple(accounts)),))
            documents = [id_ for (id_,) in rows]
            return {
                account.id: account
                for told in fetch_accounts(connection, documents)
                for account in told
                if account.id in wanted
            }

    def entities_of_chains(self, chains: Sequence[str]) -> dict[str, str]:
        """Give the entity of each of these chains that names one."""
        with self._reading() as connection:
            return dict(connection.execute(_ENTITIES_OF, (encode(tuple(chains)),)).fetchall())

    def mentions_of_chains(self, chains: Sequence[str]) -> dict[str, list[NamedAt]]:
        """Give the mentions of each of these chains."""
        found: dict[str, list[NamedAt]] = {}
        with self._reading() as connection:
            rows = connection.execute(_MENTIONS_OF, (encode(tuple(chains)),))
            for chain, id_, kind, *place in rows:
                found.setdefault(chain, []).append(NamedAt(id_, Span(*place), kind))
        return found

    def deeds(self, ids: Sequence[str]) -> tuple[Deed, ...]:
        """Give the actions with these ids, in their order, with what each did."""
        with self._reading() as connection:
            rows = connection.execute(_ACTIONS, (encode(tuple(ids)),))
            # Whether an action is undone follows from those that take it back, and so on.
            actions = [to_action(row) for row in rows]
            live = live_actions(actions)
            by_id = {action.id: action for action in actions}
            return tuple(
                Deed(by_id[id_], *fetch_by_action(connection, id_), id_ not in live)
                for id_ in ids
                if id_ in by_id
            )


def _last(connection: Connection, query: str) -> tuple[int, str]:
    row = connection.execute(query + " ORDER BY number DESC LIMIT 1").fetchone()
    return (row[0], row[1]) if row else (0, "")


_TIME = ("sort", "coalesce(latest, '')", "coalesce(edtf, '')", "id")
_ACTIONS = """
WITH RECURSIVE chain (id) AS (
  SELECT value FROM json_each(?)
  UNION SELECT action.id FROM action JOIN chain ON action.reverses = chain.id
)
SELECT action.id, number, kind, judge, made, reverses
FROM action JOIN chain ON chain.id = action.id ORDER BY number
"""
_PLACEMENTS = """
SELECT judgement, standing, target, other FROM placement
WHERE judgement IN (SELECT value FROM json_each(?))
"""
_COPIES = """
SELECT document, "of", kind, containment FROM copy
WHERE document IN (SELECT value FROM json_each(?)) ORDER BY document, "of" DESC
"""
_DOCUMENTS_OF = """
SELECT DISTINCT document FROM event_mention
WHERE id IN (SELECT value FROM json_each(?)) ORDER BY document
"""
_ENTITIES_OF = """
SELECT chain, entity FROM entity_chain WHERE chain IN (SELECT value FROM json_each(?))
"""
_MENTIONS_OF = """
SELECT chain, id, kind, document, start, "end" FROM mention
WHERE chain IN (SELECT value FROM json_each(?)) ORDER BY document, start, "end", id
"""
