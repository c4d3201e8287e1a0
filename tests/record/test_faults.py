"""Nothing acknowledged is lost and nothing is half-written, whatever happens to the machine."""

import os
from contextlib import closing
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from kipu.model.errors import RecordError
from kipu.record import Actor, Store, open_store
from kipu.record.addresses import Address
from kipu.record.connections import Place, place_of
from kipu.record.opening import open_record
from tests.record.kills import (
    Kept,
    judged_of,
    kept_of,
    kill_adding,
    kill_judging,
    kill_migrating,
    kill_servers,
)
from tests.record.processes import (
    Child,
    Say,
    add_many,
    kill_while_opening,
    numbered_judgement,
    numbered_merge,
)
from tests.record.samples import sample_judgement, sample_reading, sample_resolution
from tests.record.server import locked, open_impatiently, remove

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a Unix system")


def assert_kept(place: Place, told: list[str]) -> int:
    """Assert that a record is whole and has all that was told of; give how many documents."""
    kept = kept_of(place, told)
    assert (kept.lost, kept.problems) == ((), ())
    with open_store(place, read_only=True) as store:
        return store.counts().documents


def nothing_is_lost(kept: Kept, kills: int) -> bool:
    """Tell whether nothing acknowledged is lost and every record was whole, and say it if not."""
    assert (kept.lost, kept.problems) == ((), ())
    return kept.kills == kills and kept.acknowledged > 0


def assert_migrated(kept: Kept, kills: int) -> None:
    """Assert that nothing is lost, and that many kills came before the new form was there."""
    assert (kept.kills, kept.lost, kept.problems) == (kills, (), ())
    assert kept.acknowledged < 0.8 * kills


def test_what_is_lost_is_noticed(place: Place) -> None:
    """Of documents, judgements and actions that were told of and are not there, each is named."""
    with open_store(place, create=True) as store:
        fill(store, 2)
        ada = Actor("ada", sample_judgement(9).made)
        store.desk.judge(ada, [numbered_judgement(1), numbered_merge(1)])
        store.desk.judge(ada, [numbered_judgement(2), numbered_merge(2)])
        store.desk.undo(ada)
    kept = kept_of(place, ["document 1", "document 7", "judgement 4", "failed: OSError"])
    assert kept.lost == ("document 7", "judgement 4")
    assert kept.problems == ("failed: OSError",)
    assert judged_of(place, ["judged 1", "judged 2", "undone 2"], set()) == ((), ())
    told = ["judged 1", "undone 1", "judged 2", "judged 3"]
    assert judged_of(place, told, set()) == (("undone 1", "judged 2", "judged 3"), ())
    assert judged_of(place, told, {1, 2, 3}) == ((), ())


@needs_fork
def test_a_killed_process_loses_nothing_acknowledged(place: Place) -> None:
    """After each of 8 kills the record is whole and holds all that was acknowledged."""
    assert nothing_is_lost(kill_adding(place, 8, seed=1), 8)


@needs_fork
@pytest.mark.slow
def test_fifty_kills_lose_nothing_acknowledged(tmp_path: Path) -> None:
    """After each of 50 kills the record is whole and holds all that was acknowledged."""
    assert nothing_is_lost(kill_adding(tmp_path / "any.kipu", 50, seed=2), 50)


@needs_fork
@pytest.mark.exhaustive
def test_two_hundred_kills_lose_nothing_acknowledged(place: Place) -> None:
    """After each of 200 kills the record is whole and holds all that was acknowledged."""
    assert nothing_is_lost(kill_adding(place, 200, seed=4), 200)


@needs_fork
def test_a_killed_process_loses_no_judgement(place: Place) -> None:
    """After each of 8 kills every action that was acknowledged has its whole effect."""
    assert nothing_is_lost(kill_judging(place, 8, seed=5), 8)


@needs_fork
@pytest.mark.exhaustive
def test_two_hundred_kills_lose_no_judgement(place: Place) -> None:
    """After each of 200 kills every action that was acknowledged has its whole effect."""
    assert nothing_is_lost(kill_judging(place, 200, seed=6), 200)


@needs_fork
def test_a_migration_that_is_killed_is_done_again(tmp_path: Path) -> None:
    """However far it came, the record is of the old or the new form, and holds everything."""
    assert_migrated(kill_migrating(tmp_path / "any.kipu", 6), 6)


@needs_fork
@pytest.mark.exhaustive
def test_a_hundred_migrations_are_killed(place: Place) -> None:
    """The same after each of 100 kills."""
    assert_migrated(kill_migrating(place, 100), 100)


@needs_fork
@pytest.mark.postgres
@pytest.mark.slow
def test_a_killed_server_loses_no_judgement(server: str) -> None:
    """The process of the server that is killed takes nothing with it that was acknowledged."""
    assert nothing_is_lost(kill_servers(on_server(server), 2, seed=7), 2)


@needs_fork
@pytest.mark.postgres
@pytest.mark.exhaustive
def test_a_server_that_is_killed_often_loses_no_judgement(server: str) -> None:
    """The same after each of 50 kills."""
    assert nothing_is_lost(kill_servers(on_server(server), 50, seed=8), 50)


def on_server(server: str) -> Address:
    place = place_of(f"{server}&schema=killed")
    assert isinstance(place, Address)
    return place


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
