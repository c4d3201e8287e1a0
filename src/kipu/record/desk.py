"""The desk at which people judge: what they decide, take back, and look up."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from kipu.model.judgements import Action, Judgement, Placement
from kipu.model.resolved import LinkConflict
from kipu.record.actions import (
    Actor,
    Deed,
    act,
    chosen_action,
    fetch_deeds,
    last_number,
    reverse,
    take_over,
)
from kipu.record.chronology import (
    Question,
    Thing,
    account_ids,
    find_thing,
)
from kipu.record.connections import Connection, Place
from kipu.record.documents import encode
from kipu.record.judgements import (
    fetch_link_conflicts,
    fetch_placed,
    fetch_unplaced,
    fetch_values,
    first_unplaced,
)
from kipu.record.refusals import refusing, snapshot, transaction


class Desk:
    """The judgements of a record. Every method that writes is one transaction."""

    def __init__(self, place: Place, connection: Connection) -> None:
        self._place = place
        self._connection = connection

    @contextmanager
    def _writing(self, loss: str) -> Iterator[Connection]:
        with refusing(self._place, loss), transaction(self._connection):
            yield self._connection
            self._connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with refusing(self._place, "it could not be read"):
            yield self._connection

    def judge(
        self,
        actor: Actor,
        made: Sequence[Judgement],
        withdrawn: Sequence[str] = (),
        *,
        seen: int | None = None,
    ) -> Action:
        """Make judgements, and withdraw others, as one action.

        What answers the same as a new judgement is withdrawn. ``seen`` is the number of the last
        action that the judge knew of.

        Raises:
            Superseded: Somebody judged the same thing after that; nothing is written.
        """
        with self._writing("nothing was judged") as connection:
            action = act(connection, actor, made, withdrawn, seen=seen)
        return action

    def take_over(self, actor: Actor, judgements: Sequence[Judgement]) -> Action:
        """Add the judgements of another record as one action; see :func:`actions.take_over`."""
        with self._writing("no judgement was taken over") as connection:
            action = take_over(connection, actor, judgements)
        return action

    def undo(self, actor: Actor, action: str | None = None) -> Action:
        """Take an action back, the last of this judge if none is named."""
        return self._reverse(actor, action, undone=False)

    def redo(self, actor: Actor, action: str | None = None) -> Action:
        """Take an undo back, the last of this judge if none is named."""
        return self._reverse(actor, action, undone=True)

    def _reverse(self, actor: Actor, named: str | None, *, undone: bool) -> Action:
        loss = f"nothing was {'redone' if undone else 'undone'}"
        with self._writing(loss) as connection:
            chosen = chosen_action(connection, actor.judge, named, undone=undone)
            action = reverse(connection, chosen, actor)
        return action

    def placed(self, ids: Sequence[str] | None = None) -> tuple[tuple[Judgement, Placement], ...]:
        """Give the judgements in effect on the things with these ids, or all, and their places."""
        with self._reading() as connection:
            return fetch_placed(connection, ids)

    def link_conflicts(self) -> tuple[LinkConflict, ...]:
        """Give the judgements on what is one that contradict each other."""
        with self._reading() as connection:
            return fetch_link_conflicts(connection)

    def deeds(self, limit: int | None = None) -> tuple[Deed, ...]:
        """Give the actions with what they did, the last first."""
        with self._reading() as connection, snapshot(connection):
            return fetch_deeds(connection, limit)

    def last_action(self) -> int:
        """Give the number of the last action, 0 if there is none."""
        with self._reading() as connection:
            return last_number(connection)

    def shown_action(self) -> int:
        """Give the number of the last action that the stored resolution shows the effect of.

        What a person decides on a page rests on the actions up to that one.
        """
        with self._reading() as connection:
            first = first_unplaced(connection)
            return last_number(connection) if first is None else first - 1

    def unplaced(self) -> tuple[Judgement, ...]:
        """Give the judgements in effect that were made since the record was last worked out."""
        with self._reading() as connection:
            return fetch_unplaced(connection)

    def accounts(self, about: Sequence[str] | None = None) -> tuple[str, ...]:
        """Give the ids of the accounts of events, in order of time.

        Args:
            about: Entity ids: only events in which any takes part, or which happened there.
        """
        with self._reading() as connection:
            return account_ids(connection, Question(about))

    def values_judged(self, documents: Iterable[str]) -> tuple[Judgement, ...]:
        """Give the judgements in effect on values in documents with these hashes."""
        with self._reading() as connection:
            return fetch_values(connection, sorted(set(documents)))

    # What judgements are about.

    def find(self, beginning: str) -> Thing:
        """Find what has an id that begins so: an event, entity, document, account, ...

        Raises:
            RecordError: Nothing has, or more than one thing.
        """
        with self._reading() as connection:
            return find_thing(connection, beginning)

    def sources(self, accounts: Sequence[str] | None = None) -> dict[str, str]:
        """Give what documents are called: their outlet, else their file.

        Args:
            accounts: Only the documents that these accounts stand in.
        """
        query = "SELECT id, coalesce(outlet, uri) FROM document"
        return dict(self._of_documents(query, "id", accounts))

    def origins(self, ids: Sequence[str]) -> dict[str, tuple[str | None, str]]:
        """Give the outlet, if it has one, and the file of each of these documents."""
        query = """
        SELECT id, outlet, uri FROM document WHERE id IN (SELECT value FROM json_each(?))
        """
        with self._reading() as connection:
            rows = connection.execute(query, (encode(tuple(ids)),))
            return {id_: (outlet, uri) for id_, outlet, uri in rows}

    def documents_by_bytes(self) -> dict[str, tuple[str, str]]:
        """Give the id of each document and its file, by the hash of its bytes."""
        with self._reading() as connection:
            rows = connection.execute("SELECT sha256, id, uri FROM document")
            return {sha256: (id_, uri) for sha256, id_, uri in rows}

    def inferred_documents(self, accounts: Sequence[str] | None = None) -> frozenset[str]:
        """Give the documents whose date is inferred, or those that these accounts stand in."""
        query = "SELECT document FROM reading WHERE created_basis = 'inferred'"
        return frozenset(id_ for (id_,) in self._of_documents(query, "document", accounts))

    def _of_documents(
        self, query: str, column: str, accounts: Sequence[str] | None
    ) -> list[tuple[Any, ...]]:
        """Run a question about all documents, or those of some accounts, as few as these are."""
        if accounts is None:
            values: tuple[str, ...] = ()
        else:
            query += " AND " if " WHERE " in query else " WHERE "
            query += f"{column} IN ({_DOCUMENTS_OF})"
            values = (encode(tuple(accounts)),)
        with self._reading() as connection:
            return connection.execute(query, values).fetchall()

    def entities_of(self, mentions: Sequence[str]) -> dict[str, str]:
        """Give the entity that each of these mentions names."""
        query = """
        SELECT id, entity FROM entity_mention WHERE id IN (SELECT value FROM json_each(?))
        """
        with self._reading() as connection:
            return dict(connection.execute(query, (encode(tuple(mentions)),)).fetchall())

    def mentions_of(self, entity: str) -> frozenset[str]:
        """Give the mentions that name an entity."""
        query = "SELECT id FROM entity_mention WHERE entity = ?"
        with self._reading() as connection:
            return frozenset(id_ for (id_,) in connection.execute(query, (entity,)))

    def event_of(self, account: str) -> str | None:
        """Give the event that an account tells of."""
        query = "SELECT event FROM event_account WHERE event_mention = ?"
        with self._reading() as connection:
            row = connection.execute(query, (account,)).fetchone()
            return row[0] if row else None

    def documents_of(self, chains: Sequence[str]) -> dict[str, str]:
        """Give the document of each of these chains."""
        query = "SELECT id, document FROM chain WHERE id IN (SELECT value FROM json_each(?))"
        with self._reading() as connection:
            return dict(connection.execute(query, (encode(tuple(chains)),)).fetchall())


_DOCUMENTS_OF = """
SELECT document FROM event_mention WHERE id IN (SELECT value FROM json_each(?))
"""
