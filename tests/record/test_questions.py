"""The chronology, the search and the ids that people type."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kipu.model.errors import RecordError
from kipu.model.resolved import Contradiction, ContradictionValue, Entity, Resolution
from kipu.model.times import EventTime, Interval
from kipu.record import Store, open_store
from kipu.record.connections import Place
from tests.pace import assert_quick
from tests.record.samples import sample_reading, sample_resolution

TIMES: dict[str, EventTime] = {
    # What it is called here, and when it was; in the order of the chronology.
    "in antiquity": EventTime(Interval("-0500", None, None)),
    "in the nineties": EventTime(Interval("199X", date(1990, 1, 1), date(1999, 12, 31))),
    "before 1992": EventTime(Interval("../1991-12-31", None, date(1991, 12, 31))),
    "in March": EventTime(Interval("2001-03", date(2001, 3, 1), date(2001, 3, 31))),
    "on 3 March": EventTime(Interval("2001-03-03", date(2001, 3, 3), date(2001, 3, 3))),
    "at ten that day": EventTime(Interval("2001-03-03T10:00", date(2001, 3, 3), date(2001, 3, 3))),
    "since April": EventTime(Interval("2001-04-01/..", date(2001, 4, 1), None)),
    "undated": EventTime(),
}


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    """Keep a record with one event at each of the times."""
    with open_store(place, create=True) as store:
        readings = [sample_reading(number) for number in range(len(TIMES))]
        for reading in readings:
            store.add_document(reading.doc, None, reading)
        store.store_resolution(with_times(sample_resolution(readings)))
        yield store


def with_times(resolution: Resolution) -> Resolution:
    """Give the events the times of the table, and the summaries that name them."""
    events = [
        msgspec.structs.replace(event, time=told, summary=name)
        for event, (name, told) in zip(resolution.events, TIMES.items(), strict=True)
    ]
    return msgspec.structs.replace(resolution, events=tuple(events))


def summaries(store: Store, **asked: date | None) -> list[str]:
    return [event.summary for event in store.events(**asked)]  # type: ignore[arg-type]


def test_the_chronology_is_ordered_by_the_first_day(store: Store) -> None:
    """Events before the year 1 come first, undated ones last."""
    assert summaries(store) == list(TIMES)


@pytest.mark.parametrize(
    ("earliest", "latest", "left"),
    [
        (None, date(1991, 6, 1), ["in antiquity", "in the nineties", "before 1992"]),
        (date(1995, 1, 1), date(1996, 1, 1), ["in the nineties"]),
        (date(2001, 3, 4), date(2001, 3, 5), ["in March"]),
        (date(2010, 1, 1), None, ["since April"]),
        (date(2001, 3, 3), date(2001, 3, 3), ["in March", "on 3 March", "at ten that day"]),
        (date(2010, 1, 1), date(2000, 1, 1), []),
    ],
)
def test_a_range_of_days_leaves_what_may_lie_in_it(
    store: Store, earliest: date | None, latest: date | None, left: list[str]
) -> None:
    """An event whose bounds allow it is in the range; an undated one never is."""
    assert summaries(store, earliest=earliest, latest=latest) == left


def test_events_are_found_by_who_takes_part_and_by_type(store: Store) -> None:
    """Entities and types leave their own events; unknown ones leave none."""
    (ruler,) = store.entities("ruler3")
    (event,) = store.events(about=[ruler.id])
    assert ruler.id in {participant.entity for participant in event.participants}
    assert {found.type for found in store.events(type="pardon")} == {"pardon"}
    assert store.events(about=[]) == ()
    assert store.events(about=["e0"]) == ()
    assert store.events(type="' OR 1 = 1") == ()
    assert len(store.events(limit=3)) == 3


def test_entities_are_found_without_case_and_accents(store: Store) -> None:
    """All words must be in one name; the order of the words does not matter."""
    assert len(store.entities("NUNEZ")) == len(TIMES)
    assert store.entities("nunez ruler1") == ()
    assert len(store.entities()) == 2 * len(TIMES)
    first, second = store.entities("nunez")[:2]
    assert store.fetch_entities([second.id, "e0", first.id]) == (second, first)
    assert store.entity(first.id) == first


def test_an_event_is_found_by_the_beginning_of_its_id(store: Store) -> None:
    """The shortest beginning that no other event has is enough, a shorter one is refused."""
    event = store.events()[0]
    assert store.event(event.id) == event
    assert store.event(event.id[:12]) == event
    with pytest.raises(RecordError, match="more than one event begins with 'v'"):
        store.event("v")
    for unknown in ("v0000000000", "", "'", "e%"):
        with pytest.raises(RecordError, match="event"):
            store.event(unknown)


def test_the_accounts_of_an_event_come_with_their_documents(store: Store) -> None:
    """Each account is an event mention with the document it stands in."""
    event = store.events()[0]
    (account,) = store.accounts(event.id)
    assert account.mention.id in event.mentions
    assert account.doc.quote(account.mention.trigger) == "pardoned"


def test_contradictions_come_in_the_order_of_time(store: Store) -> None:
    """They are those of one event, or all by the place of their events in the chronology."""
    first, second = store.events()[1:3]
    stored = store.fetch_resolution()
    found = [
        Contradiction(event.id, "when", (ContradictionValue("1991", event.mentions, ()),))
        for event in (second, first)
    ]
    store.store_resolution(msgspec.structs.replace(stored, contradictions=tuple(found)))
    assert [contradiction.event for contradiction in store.contradictions()] == [
        first.id,
        second.id,
    ]
    assert store.contradictions(second.id) == (found[0],)


def test_words_are_found_in_events_and_documents(store: Store) -> None:
    """Events are found by their summary and by the sentences that tell of them."""
    hits = store.search("antiquity")
    assert [(hit.kind, hit.title) for hit in hits] == [("event", "in antiquity")]
    hits = store.search("nunez ruler2 PARDONED")
    assert [hit.kind for hit in hits] == ["event", "document"]
    assert "Ruler2 pardoned Núñez" in hits[0].quote
    assert hits[1].title == "News 2"
    assert store.search("nobody") == ()
    assert len(store.search("pardoned", limit=3)) == 6


HOSTILE = st.one_of(
    st.text(),
    st.lists(st.sampled_from([*"\"'*()^:-+{}[]a \0", "NEAR", "AND", "OR", "NOT"])).map("".join),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HOSTILE)
def test_no_words_raise(store: Store, words: str) -> None:
    """Whatever is searched for, nothing of it is syntax."""
    store.search(words)
    store.entities(words)


def test_a_long_query_is_answered(store: Store) -> None:
    """A whole page pasted into the search is no error."""
    assert store.search("word " * 10_000 + " ".join(f"w{n}" for n in range(5_000))) == ()


def test_a_name_of_many_is_the_first(store: Store) -> None:
    """Of entities with the same name, the most mentioned comes first."""
    stored = store.fetch_resolution()
    named = [entity for entity in stored.entities if entity.name == "Núñez"]
    joined = msgspec.structs.replace(
        named[0], chains=tuple(sorted(chain for e in named[:3] for chain in e.chains))
    )
    rest: tuple[Entity, ...] = tuple(e for e in stored.entities if e not in named[:3])
    entities = tuple(sorted((*rest, joined), key=lambda entity: entity.id))
    gone = {entity.id: joined.id for entity in named[:3]}
    events = [
        msgspec.structs.replace(
            event,
            participants=tuple(
                msgspec.structs.replace(p, entity=gone.get(p.entity, p.entity))
                for p in event.participants
            ),
        )
        for event in stored.events
    ]
    changed = msgspec.structs.replace(stored, entities=entities, events=tuple(events))
    store.store_resolution(changed)
    assert store.entities("núñez")[0] == joined


@pytest.mark.slow
def test_ten_thousand_events_are_listed_soon(tmp_path: Path) -> None:
    """A page of the chronology and a search take well under a third of a second."""
    with open_store(tmp_path / "any.kipu", create=True) as store:
        readings = [sample_reading(number) for number in range(10_000)]
        for reading in readings:
            store.add_document(reading.doc, None, reading)
        store.store_resolution(sample_resolution(readings))
        for ask in (
            lambda: store.events(limit=100),
            lambda: store.events(earliest=date(2000, 1, 1), latest=date(2000, 2, 1)),
            lambda: store.search("ruler77"),
            lambda: store.search("pardoned"),
        ):
            assert ask()
            assert_quick(ask, 0.3)
        assert len(store.events()) == 10_000
        assert_quick(store.events, 3)
