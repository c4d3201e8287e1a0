"""A record as people use it: add to it, and ask it what happened."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from kipu.lang.resources import languages
from kipu.model.documents import Document
from kipu.model.errors import DocumentError, RecordError
from kipu.model.judgements import Action, Judgement
from kipu.model.readings import OTHER, Argument, Reading, Statement
from kipu.model.resolved import Contradiction, Entity, Event, Resolution
from kipu.model.spans import Problem
from kipu.pipeline.batches import Addition, add_source, add_sources
from kipu.pipeline.checking import left_out, loose_judgements
from kipu.pipeline.chronology import Entry, merge_others
from kipu.pipeline.exporting import WaczReport, export_sources
from kipu.pipeline.fetching import Fetcher
from kipu.pipeline.judged_dates import redated
from kipu.pipeline.judging import By, Decision, Draft, draft
from kipu.pipeline.loading import Source, find_bytes
from kipu.pipeline.pages import Claim, EntityPage, EventPage
from kipu.pipeline.provenance import Provenance, find_provenance
from kipu.pipeline.rereading import Rereading, read_again
from kipu.pipeline.standing import (
    Contradicting,
    LeftOut,
    Loose,
    Surroundings,
    gather_surroundings,
    judgements_on,
    preferred_value,
    standing_of,
    values_of_event,
)
from kipu.pipeline.watching import Glance, Means, Watched, watch_once
from kipu.record import Account, Actor, Counts, Custody, Deed, Hit, Store, open_store
from kipu.record.connections import Place
from kipu.record.listing import Listing
from kipu.record.searches import SavedSearches


class Record:
    """An open record. Close it, or use it as a context manager.

    What follows from the documents is worked out again whenever it is asked for after something
    was added. All methods raise ``RecordError`` where the file cannot be read or written.
    """

    def __init__(self, store: Store, *, as_resolved: bool = False) -> None:
        self._store = store
        self._as_resolved = as_resolved

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._store.close()

    @property
    def store(self) -> Store:
        """The store behind the record, brought up to date."""
        self.resolve()
        return self._store

    @property
    def lists(self) -> Listing:
        """What the record holds, as it is, to be walked through."""
        return self._store.lists

    def is_resolved(self) -> bool:
        """Tell whether nothing was added since all documents were last seen together."""
        return self._store.is_resolved()

    def add(self, what: Reading | Document | str | Path) -> bool:
        """Add a reading, a document or a file; ``False`` if the record holds its bytes already.

        Of a file that holds several documents, all that can be read are added.

        Raises:
            DocumentError: The file cannot be read, nor any document in it.
        """
        from kipu.pipeline.reading import read

        if isinstance(what, str | Path):
            return _was_added(add_source(self._store, Source(Path(what), Path(what).name)))
        reading = read(what) if isinstance(what, Document) else what
        return self._store.add_document(reading.doc, find_bytes(reading.doc), reading)

    def add_all(
        self,
        sources: Iterable[Source],
        *,
        parser: str | None = None,
        fetcher: Fetcher | None = None,
        by: str | None = None,
    ) -> Iterator[Addition]:
        """Add sources one by one, giving what came of each; those that cannot be read too.

        Args:
            by: Who adds them, for the log of custody.
            parser: As for ``kipu.read``.
            fetcher: What gets pages of the web; by default one that stays outside of the house.
        """
        return add_sources(self._store, sources, parser=parser, fetcher=fetcher, by=by)

    def watch(self, watched: Iterable[Watched], means: Means) -> Iterator[Addition | Glance]:
        """Look at feeds and folders once and add what is new in them."""
        return watch_once(self._store, watched, means)

    @property
    def searches(self) -> SavedSearches:
        """The searches that people keep under a name."""
        return self._store.searches

    @property
    def custody(self) -> Custody:
        """The log of how documents came in."""
        return self._store.custody

    def resolve(self) -> None:
        """Work out what all documents say together, unless nothing changed since.

        Documents that people dated are dated so, and those that tell no date by the others, which
        changes their readings.
        """
        if self._as_resolved or self._store.is_resolved():
            return
        inputs = self._store.inputs()
        dated = redated(inputs)
        for reading, machine in dated:
            self._store.replace_reading(reading, machine)
        if dated:
            inputs = self._store.inputs()
        self._store.store_resolution(
            _resolve(inputs.readings, inputs.judgements), generation=inputs.generation
        )

    def counts(self) -> Counts:
        """Tell how much the record holds."""
        return self.store.counts()

    def documents(self) -> tuple[Document, ...]:
        """Give all documents, in order of id."""
        return self._store.documents()

    def chronology(
        self,
        *,
        about: str | None = None,
        earliest: date | None = None,
        latest: date | None = None,
        type: str | None = None,
        other: bool = False,
    ) -> tuple[Entry, ...]:
        """Give what happened in order of time, what no text dates last.

        Args:
            about: A name, or a part of one: events of every entity that bears it.
            earliest: Events that may lie on this day or later; leaves out the undated ones.
            latest: Events that may lie on this day or earlier; leaves out the undated ones.
            type: An event type of the ontology.
            other: Also the events that no type fits; "other" as the type gives them alone.
        """
        store = self.store
        ids = store.overview.entity_ids(about) if about else None
        events = store.events(about=ids, earliest=earliest, latest=latest, type=type)
        entries = self._entries(events, store.contradictions())
        if not other and type != OTHER:
            return entries
        return merge_others(
            entries,
            store.iterate_readings(),
            store.entities(),
            about=ids,
            between=(earliest, latest),
        )

    def show(self, event: str) -> EventPage:
        """Give everything about one event, found by its id or the beginning of it.

        Raises:
            RecordError: No event, or more than one, has an id that begins so.
        """
        return self._page(self.store.event(event))

    def _page(self, found: Event) -> EventPage:
        store = self._store
        seen = store.desk.shown_action()
        wanted = {participant.entity for participant in found.participants} | {found.place}
        accounts = store.accounts(found.id)
        around = gather_surroundings(store, found.mentions)
        entry = _entry(found, store.contradictions(found.id), around)
        mentions = store.desk.entities_of(
            [a.mention for one in accounts for a in _arguments(one) if a.mention]
        )
        ids = sorted({*mentions.values(), *filter(None, wanted)})
        named = {entity.id: entity.name for entity in store.fetch_entities(ids)}
        names = {mention: named[entity] for mention, entity in mentions.items()}
        return EventPage(
            entry,
            accounts,
            {id_: named[id_] for id_ in wanted if id_ in named},
            {id: store.reading(id).created for id in {account.doc.id for account in accounts}},
            values_of_event(found, accounts, entry.contradictions, names, around),
            judgements_on(around, found.mentions),
            seen,
        )

    def provenance(self, document: str) -> Provenance | None:
        """Give where a document came from, found by its id, file or address."""
        return find_provenance(self._store, document)

    def who(self, name: str) -> tuple[EntityPage, ...]:
        """Give everything about the entities that bear a name, the most mentioned first."""
        store = self.store
        found = store.entities(name)
        if not found:
            return ()
        names = {chain: entity.name for entity in store.entities() for chain in entity.chains}
        documents = {doc.id: doc for doc in store.documents()}
        contradictions = store.contradictions()
        return tuple(
            EntityPage(
                entity,
                self._entries(store.events(about=[entity.id]), contradictions),
                {id: names[id] for id in _objects(entity.statements) if id in names},
                {id: documents[id] for id in {s.span.doc_id for s in entity.statements}},
                self._judged_mentions(entity),
                store.desk.shown_action(),
            )
            for entity in found
        )

    def _judged_mentions(self, entity: Entity) -> tuple[Judgement, ...]:
        around = gather_surroundings(self._store)
        mentions = self._store.desk.entities_of(list(around.placed))
        ours = [id_ for id_, named in mentions.items() if named == entity.id]
        return judgements_on(around, ours)

    def entries(self, events: Sequence[Event]) -> tuple[Entry, ...]:
        """Give some events as lines of the chronology, with how each stands."""
        store = self.store
        disputed = [event.id for event in events if event.status == "disputed"]
        contradictions = [found for id_ in disputed for found in store.contradictions(id_)]
        accounts = [id_ for event in events for id_ in event.mentions]
        return self._entries(events, contradictions, accounts)

    def _entries(
        self,
        events: Sequence[Event],
        contradictions: Sequence[Contradiction],
        accounts: Sequence[str] | None = None,
    ) -> tuple[Entry, ...]:
        around = gather_surroundings(self._store, accounts)
        by_event: dict[str, list[Contradiction]] = {}
        for contradiction in contradictions:
            by_event.setdefault(contradiction.event, []).append(contradiction)
        return tuple(_entry(event, by_event.get(event.id, ()), around) for event in events)

    def names(self) -> tuple[str, ...]:
        """Give the names of all entities, sorted."""
        return tuple(sorted({entity.name for entity in self.store.entities()}))

    def conflicts(self) -> tuple[Entry, ...]:
        """Give the events on which sources disagree, in order of time."""
        disputed = {found.event for found in self.store.contradictions()}
        return self.entries([event for event in self.store.events() if event.id in disputed])

    def left_out(self) -> tuple[LeftOut, ...]:
        """Give the accounts that people rejected, which the chronology leaves out."""
        return left_out(self.store)

    # What people decide.

    def judge(self, decisions: Sequence[Decision], by: By, *, seen: int | None = None) -> Action:
        """Do what a person decides, as one action that is undone as one.

        Args:
            seen: The number of the last action that the page shows which the decision rests on.

        Raises:
            Superseded: Somebody judged the same thing after that; nothing is written.
            RecordError: Something is not there, or cannot be judged so.
        """
        drafted = self._draft(decisions, by)
        actor = Actor(by.judge, by.at)
        return self._store.desk.judge(actor, drafted.made, drafted.withdrawn, seen=seen)

    def _draft(self, decisions: Sequence[Decision], by: By) -> Draft:
        """Find what is judged in the stored resolution; work it out anew only if it is not there.

        So a judgement takes no longer in a large record than in a small one.
        """
        if not self._store.is_resolved():
            try:
                return draft(decisions, by, self._store)
            except RecordError:
                self.resolve()
        return draft(decisions, by, self._store)

    def undo(self, by: By, action: str | None = None) -> Action:
        """Take an action back; the last of this judge that is in effect, if none is named."""
        return self._store.desk.undo(Actor(by.judge, by.at), action)

    def redo(self, by: By, action: str | None = None) -> Action:
        """Do again what was undone; the last that this judge undid, if none is named."""
        return self._store.desk.redo(Actor(by.judge, by.at), action)

    def take_over(self, judgements: Sequence[Judgement], by: By) -> Action:
        """Add the judgements of another record, such as an export holds, as one action."""
        return self._store.desk.take_over(Actor(by.judge, by.at), judgements)

    def history(self, limit: int | None = None) -> tuple[Deed, ...]:
        """Give what people did, the last first."""
        return self._store.desk.deeds(limit)

    def to_check(self) -> tuple[Loose, ...]:
        """Give the judgements that are not as they were: orphans, and what is read otherwise."""
        return loose_judgements(self.store)

    def link_conflicts(self) -> tuple[Contradicting, ...]:
        """Give the judgements on what is one that contradict each other; none is applied."""
        known = {judgement.id: judgement for judgement, _ in self.store.desk.placed()}
        return tuple(
            Contradicting(known[found.different], tuple(known[id_] for id_ in found.same))
            for found in self._store.desk.link_conflicts()
        )

    def waiting(self, *, about: str | None = None) -> tuple[str, ...]:
        """Give the ids of the accounts that nobody has judged, in order of time."""
        store = self.store
        ids = store.overview.entity_ids(about) if about else None
        return self.waiting_among(store.desk.accounts(ids))

    def waiting_among(self, accounts: Iterable[str]) -> tuple[str, ...]:
        """Give those of these accounts that nobody has judged, in their order."""
        store = self.store
        placed = ((judgement, at.target) for judgement, at in store.desk.placed())
        judged = {target for judgement, target in placed if judgement.kind == "right"}
        since = [judgement for judgement in store.desk.unplaced() if judgement.kind == "right"]
        judged.update(self.accounts_of(since))
        return tuple(id_ for id_ in accounts if id_ not in judged)

    def event_of(self, account: str) -> str | None:
        """Give the event that an account told of when the record was last worked out."""
        return self._store.desk.event_of(account)

    def claim(self, account: str, *, fresh: bool = True) -> Claim | None:
        """Give an account on the page of its event; ``None`` if it was rejected.

        Args:
            fresh: Work out first what follows from the latest judgements.
        """
        store = self.store if fresh else self._store
        event = store.desk.event_of(account)
        if event is None:
            return None
        page = self._page(store.event(event))
        return Claim(next(a for a in page.accounts if a.mention.id == account), page)

    def accounts_of(self, judgements: Sequence[Judgement]) -> tuple[str, ...]:
        """Give the accounts at the addresses of judgements, as they are read at present."""
        from kipu.resolution.placing import find_target

        known = self._store.desk.documents_by_bytes()
        readings: dict[str, Reading] = {}
        found = []
        for target in (judgement.target for judgement in judgements):
            if target.document in known and target.role == "event":
                if target.document not in readings:
                    readings[target.document] = self._store.reading(known[target.document][0])
                found.append(find_target(target, readings)[1])
        return tuple(id_ for id_ in found if id_ is not None)

    # The record itself.

    def search(self, words: str) -> tuple[Hit, ...]:
        """Find events, then documents, that hold all the words."""
        return self.store.search(words)

    def files(self) -> dict[str, tuple[str, str]]:
        """Give the id and the file of each document by the hash of its bytes."""
        return self._store.desk.documents_by_bytes()

    def read_again(self, *, parser: str | None = None) -> Iterator[Rereading]:
        """Read each document again, and tell of each; judgements stay.

        Args:
            parser: As for ``kipu.read``.
        """
        return read_again(self._store, parser=parser)

    def backup(self, copy: Path) -> None:
        """Copy the record as it is at this moment to a file that is not there yet."""
        self._store.backup(copy)

    def put_copy_aside(self) -> Path:
        """Copy the record beside itself under a name that nothing has yet."""
        return self._store.put_copy_aside()

    def check(self) -> tuple[Problem, ...]:
        """Verify hashes, spans, quotes, ids and references; nothing means the record is whole."""
        return self._store.check()

    def export_json(self, *, with_text: bool = False) -> bytes:
        """Write the record as JSON; with its texts, the export can be imported again."""
        from kipu.exports.json import export_json

        store = self.store
        inputs = store.inputs()
        return export_json(
            inputs.readings,
            store.fetch_resolution(),
            inputs.judgements,
            machine=inputs.machine,
            with_text=with_text,
        )

    def export_wacz(self, path: Path) -> WaczReport:
        """Write the sources as a web archive to a file that is not there yet."""
        return export_sources(self._store, path)


def open_record(
    path: str | Place, *, create: bool = True, read_only: bool = False, as_resolved: bool = False
) -> Record:
    """Open a record, and make it if there is none.

    Args:
        create: Make the file if it is not there.
        read_only: Change nothing; a record that was added to but not yet worked out is refused.
        as_resolved: Answer by what was last worked out, though documents were added since: for
            looking on while another process or thread adds.

    Raises:
        RecordError: The file is no record, or cannot be opened; the message says why.
    """
    store = open_store(path, create=create and not read_only, read_only=read_only)
    return Record(store, as_resolved=as_resolved)


def _was_added(additions: Iterable[Addition]) -> bool:
    """Whether anything new was added.

    Raises:
        DocumentError: Nothing could be read.
    """
    done = list(additions)
    refused = next((one for one in done if one.outcome == "refused"), None)
    if refused and not any(one.outcome in ("added", "known") for one in done):
        raise DocumentError(str(refused.reason))
    return any(one.outcome == "added" for one in done)


def _entry(event: Event, contradictions: Sequence[Contradiction], around: Surroundings) -> Entry:
    marked = tuple(
        msgspec.structs.replace(found, preferred=preferred_value(event, found, around))
        for found in contradictions
    )
    standing = standing_of(event, marked, around)
    return Entry(event.time, event.summary, event, standing, marked)


def _arguments(account: Account) -> tuple[Argument, ...]:
    mention = account.mention
    return (*mention.arguments, *((mention.place,) if mention.place else ()))


def _objects(statements: Sequence[Statement]) -> set[str]:
    return {statement.object for statement in statements if statement.object}


def _resolve(readings: Sequence[Reading], judgements: Sequence[Judgement]) -> Resolution:
    from kipu.pipeline.resolving import resolve_readings

    return resolve_readings(readings, judgements, main_language(readings))


def main_language(readings: Sequence[Reading]) -> str:
    """Give the language of most readings that kipu can read, English if there is none."""
    counts = Counter(reading.doc.language for reading in readings)
    known = [language for language in languages() if counts[language]]
    return max(known, key=lambda language: counts[language], default="en")
