"""Nothing acknowledged is lost and nothing is half-written, whatever happens to the machine."""

import os
from collections import Counter
from contextlib import closing
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from kipu.model.errors import RecordError
from kipu.record import Store, open_store
from kipu.record.connections import Place
from kipu.record.opening import open_record
from tests.record.processes import (
    Child,
    Say,
    add_many,
    kill_while_adding,
    kill_while_judging,
    kill_while_opening,
)
from tests.record.samples import sample_judgement, sample_reading, sample_resolution
from tests.record.server import locked, open_impatiently, remove

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a Unix system")


def numbers_of(told: list[str], kind: str) -> list[int]:
    """Give the numbers of what a process has told of one kind."""
    return [int(words.split()[1]) for words in told if words.split()[0] == kind]


def assert_kept(place: Place, told: list[str]) -> int:
    """Assert that a record is whole and has all that was told of; give how many documents."""
    with open_store(place, create=True) as store:
        assert store.check() == ()
        there = {doc.uri for doc in store.documents()}
        assert {f"a{number}.txt" for number in numbers_of(told, "document")} <= there
        judged = {judgement.id for judgement in store.judgements()}
        assert {sample_judgement(n).id for n in numbers_of(told, "judgement")} <= judged
        return len(there)


def kill_often(place: Place, times: int, seed: int) -> int:
    """Kill processes that add to one record, assert after each that it is whole."""
    chance = Random(seed)
    told: list[str] = []
    open_store(place, create=True).close()
    for _ in range(times):
        told += kill_while_adding(place, len(numbers_of(told, "document")), chance)
        assert not [words for words in told if words.startswith("failed")]
        there = assert_kept(place, told)
    return there


@needs_fork
def test_a_killed_process_loses_nothing_acknowledged(place: Place) -> None:
    """After each of 8 kills the record is whole and holds all that was acknowledged."""
    assert kill_often(place, 8, seed=1) > 0


@needs_fork
@pytest.mark.slow
def test_fifty_kills_lose_nothing_acknowledged(tmp_path: Path) -> None:
    """After each of 50 kills the record is whole and holds all that was acknowledged."""
    assert kill_often(tmp_path / "any.kipu", 50, seed=2) > 0


def kill_judges(place: Place, times: int, seed: int) -> int:
    """Kill processes that judge and undo in one record; assert that nothing said is lost."""
    chance = Random(seed)
    open_store(place, create=True).close()
    told: list[str] = []
    cut_off: set[int] = set()
    for _ in range(times):
        # The number after the last that was told may be judged already.
        told += kill_while_judging(place, 2 + max(numbers_of(told, "judged"), default=-1), chance)
        assert not [words for words in told if words.startswith("failed")]
        cut_off.add(max(numbers_of(told, "judged"), default=0))
        assert_judged(place, told, cut_off)
    return len(told)


def assert_judged(place: Place, told: list[str], cut_off: set[int]) -> None:
    """Assert that a record is whole and that each action acknowledged has its effect.

    An action holds two judgements: both are there or none is. What was told last of the numbers
    at which a process was ended may have been followed by one more step, not told any more.
    """
    last = {int(words.split()[1]): words.split()[0] for words in told}
    with open_store(place) as store:
        assert store.check() == ()
        live = Counter(j.reason for j in store.judgements() if j.in_effect)
    assert set(live.values()) <= {2}
    for number, word in last.items():
        if number not in cut_off:
            assert (live[f"reason {number}"] == 2) == (word != "undone"), number


@needs_fork
@pytest.mark.exhaustive
def test_two_hundred_kills_lose_nothing_acknowledged(place: Place) -> None:
    """After each of 200 kills the record is whole and holds all that was acknowledged."""
    assert kill_often(place, 200, seed=4) > 0


@needs_fork
def test_a_killed_process_loses_no_judgement(place: Place) -> None:
    """After each of 8 kills every action that was acknowledged has its whole effect."""
    kill_judges(place, 8, seed=5)


@needs_fork
@pytest.mark.exhaustive
def test_two_hundred_kills_lose_no_judgement(place: Place) -> None:
    """After each of 200 kills every action that was acknowledged has its whole effect."""
    assert kill_judges(place, 200, seed=6) > 0


@needs_fork
def test_a_record_killed_while_it_is_made_can_be_made_again(place: Place) -> None:
    """However far the making of a record came, the next process makes it or opens it."""
    chance = Random(3)
    most = 0.012 if isinstance(place, Path) else 0.25
    for _ in range(20 if isinstance(place, Path) else 5):
        kill_while_opening(place, chance.uniform(0.0, most))
        assert assert_kept(place, []) == 0
        remove(place)


@needs_fork
def test_two_processes_add_to_one_record(place: Place) -> None:
    """Two at once lose no document of either, and add what both have only once."""
    children = [
        Child(partial(add_many, place, 0, 30)),
        Child(partial(add_many, place, 15, 45)),
    ]
    told = [words for child in children for words in child.wait()]
    assert not [words for words in told if words.startswith("failed")]
    assert assert_kept(place, told) == 45
    with open_store(place, read_only=True) as store:
        assert len(store.judgements()) == 45


def test_a_locked_record_says_so(place: Place) -> None:
    """While another writes, reading goes on and writing is refused with a sentence."""
    open_store(place, create=True).close()
    reading = sample_reading(1)
    with locked(place), open_impatiently(place) as store:
        assert store.readings() == ()
        with pytest.raises(RecordError, match=r"another process is writing.*a1\.txt was not added"):
            store.add_document(reading.doc, None, reading)
        with pytest.raises(RecordError, match="another process is writing"):
            store.add_judgement(sample_judgement(1))
    with open_store(place) as store:
        assert store.add_document(reading.doc, None, reading)


def fill(store: Store, documents: int) -> None:
    """Add documents and resolve them."""
    for number in range(documents):
        reading = sample_reading(number, padding=100)
        store.add_document(reading.doc, reading.doc.text.encode(), reading)
    store.store_resolution(sample_resolution(store.readings()))


@pytest.mark.parametrize("room", [0, 1, 2, 3, 5, 8, 13, 21])
def test_a_full_disk_loses_nothing(tmp_path: Path, room: int) -> None:
    """With room for so many more pages: what does not fit is refused whole, the rest is kept."""
    path = tmp_path / "any.kipu"
    with open_store(path, create=True) as store:
        fill(store, 3)
    with closing(open_record(path, create=False, read_only=False)) as connection:
        store = Store(path, connection)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + room}")
        added = add_until_full(store)
        before = store.fetch_resolution()
        assert store.check() == ()
    with open_store(path) as store:
        assert store.counts().documents == added
        assert store.fetch_resolution() == before
        fill(store, added + 3)
        assert store.check() == ()


def add_until_full(store: Store) -> int:
    """Add documents until one is refused for want of space; give how many there are then."""
    for number in range(3, 1000):
        reading = sample_reading(number, padding=100)
        try:
            store.add_document(reading.doc, None, reading)
        except RecordError as refused:
            message = str(refused)
            break
    assert "is full" in message
    assert f"a{number}.txt was not added, and nothing of it was written" in message
    return number


@needs_fork
@pytest.mark.parametrize("room", [0, 10_000, 50_000, 200_000])
def test_a_file_that_may_not_grow_loses_nothing(tmp_path: Path, room: int) -> None:
    """Where the system refuses to write on, the refusal is a sentence and nothing is half there."""
    path = tmp_path / "any.kipu"
    with open_store(path, create=True) as store:
        fill(store, 3)
    told = Child(lambda say: add_within(path, room, say)).wait()
    assert told[-1].startswith("refused")
    assert "could not be read or written" in told[-1] or "full" in told[-1]
    assert assert_kept(path, told[:-1]) >= 3


def add_within(path: Path, room: int, say: Say) -> None:
    """Add documents while no file may grow beyond a size."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    try:
        add_many(path, 3, 1000, say)
    except RecordError as error:
        say(f"refused {error}")


def test_bytes_of_another_document_are_refused(tmp_path: Path) -> None:
    """A document comes with the bytes it was read from, or not at all."""
    reading = sample_reading(1)
    assert sha256(b"other").hexdigest() != reading.doc.sha256
    with (
        open_store(tmp_path / "any.kipu", create=True) as store,
        pytest.raises(RecordError, match="bytes given with it are not those"),
    ):
        store.add_document(reading.doc, b"other", reading)
