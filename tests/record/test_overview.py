"""Sums and first lines say what the whole of the record says."""

from collections import Counter
from pathlib import Path

import pytest
from bench.made import make_large

from kipu.model.resolved import Event
from kipu.pipeline.questions import find_silences
from kipu.record import Question, Store, open_store
from kipu.record.overview import Dated


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    path: Path = tmp_path_factory.mktemp("made") / "made.kipu"
    make_large(path, 25)
    return open_store(path, read_only=True)


def happened(store: Store) -> list[Event]:
    return [e for e in store.events() if e.factuality not in ("denied", "hypothetical")]


def test_pages_are_the_chronology_with_the_undated_first(store: Store) -> None:
    """Pages of any size put together give every event once, the undated ones first."""
    events = store.events()
    undated = [event for event in events if event.time.interval is None]
    wanted = undated + [event for event in events if event.time.interval is not None]
    assert 0 < len(undated) < len(events)
    for size in (1, 7, len(undated), 100):
        pages = [
            store.event_page(Question(), offset=start, limit=size)
            for start in range(0, len(wanted) if size > 1 else 30, size)
        ]
        found = [event.id for page in pages for event in page]
        assert found == [event.id for event in wanted][: len(found)]
    assert store.event_page(Question(), offset=len(wanted), limit=5) == ()


def test_counts_are_those_of_the_events(store: Store) -> None:
    """Counts by entity and by place are what counting the events gives."""
    events, overview = store.events(), store.overview
    by_entity = Counter(
        id_ for e in events for id_ in {*(p.entity for p in e.participants), e.place} if id_
    )
    assert overview.count_events(list(by_entity)) == by_entity
    places = {
        place: (count, inferred) for place, count, inferred in overview.count_places(Question())
    }
    by_place = Counter(event.place for event in events)
    assert {place: count for place, (count, _) in places.items()} == by_place
    pairs = Counter(parts for parts in overview.company(Question(type="arrest")))
    assert sum(pairs.values()) == sum(event.type == "arrest" for event in events)


def test_names_come_by_how_often_they_are_mentioned(store: Store) -> None:
    """The ranking is that of the mentions, and of one type it leaves out the others."""
    assert [one.id for one in store.entities()] == list(store.overview.ranked(None))
    places = [one.id for one in store.entities() if one.type == "place"]
    assert list(store.overview.ranked("place")) == places
    briefs = store.overview.briefs(places)
    whole = store.fetch_entities(places)
    assert [(b.name, b.location) for b in briefs] == [(e.name, e.location) for e in whole]
    assert store.overview.names(places) == {one.id: one.name for one in whole}
    asked = whole[0].name
    assert [e.id for e in store.entities(asked)] == list(store.overview.entity_ids(asked))


def test_first_lines_and_numbers(store: Store) -> None:
    """Of each kind the first are given, and how many there are."""
    events = happened(store)
    undated = [event.id for event in events if event.time.interval is None]
    single = [event.id for event in events if event.independent_sources == 1]
    assert store.overview.undated(5) == (tuple(undated[:5]), len(undated))
    assert store.overview.single(5) == (tuple(single[:5]), len(single))
    contradicted = {one.event for one in store.contradictions()}
    found, total = store.overview.contradicted(1000)
    assert (set(found), total) == (contradicted, len(contradicted))


def test_silences_are_whole_months() -> None:
    """Only whole calendar months count, and a time wider than a year neither breaks nor bounds."""
    days = [
        ("a", "2001-01-05", "2001-01-05"), ("b", "2001-02-27", "2001-04-02"),
        ("wide", "2001-03-01", "2009-01-01"), ("c", "2001-07-01", "2001-07-01"),
        ("d", "2002-08-31", "2002-09-01"),
    ]  # fmt: skip
    found = find_silences(Dated(*one) for one in days)
    assert [(a.event, b.event, months) for a, b, months in found] == [("c", "d", 12), ("b", "c", 2)]
