"""Faults put in at chosen moments: refused with a sentence, and nothing half done is ever seen."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kipu.model.errors import RecordError
from kipu.record import Actor, Store
from kipu.record.addresses import Address
from kipu.record.connections import Place, place_of
from tests.record.faulty import FAULTS, failing
from tests.record.processes import numbered_judgement, numbered_merge
from tests.record.samples import sample_judgement, sample_reading, sample_resolution
from tests.record.server import failing_server, locked, open_impatiently, remove

ADA = Actor("ada", sample_judgement(99).made)
MOMENTS = (0, 1, 2, 3, 5, 8)
"""Writes that pass before the first one is refused."""


def state_of(store: Store) -> Any:
    """Give all that a record holds."""
    return (store.readings(), store.judgements(), store.fetch_resolution(), store.desk.deeds())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of three documents, resolved, with an action that is undone and one that is not."""
    path = tmp_path_factory.mktemp("faults") / "made.kipu"
    fill(path)
    return path


def fill(place: Place) -> None:
    with open_impatiently(place) as store:
        for number in range(3):
            reading = sample_reading(number, padding=100)
            store.add_document(reading.doc, reading.doc.text.encode(), reading)
        store.store_resolution(sample_resolution(store.readings()))
        store.desk.judge(ADA, [numbered_judgement(1)])
        store.desk.undo(ADA)
        store.desk.judge(ADA, [numbered_judgement(2), numbered_merge(1)])


def add(store: Store) -> None:
    reading = sample_reading(7, padding=100)
    store.add_document(reading.doc, reading.doc.text.encode(), reading)


def read_again(store: Store) -> None:
    store.replace_reading(sample_reading(1, padding=100))


def resolve(store: Store) -> None:
    store.store_resolution(sample_resolution(store.readings()[:2]))


ACTIONS: dict[str, Callable[[Store], Any]] = {
    "add": add,
    "review": lambda store: store.desk.judge(ADA, [numbered_judgement(0), numbered_judgement(1)]),
    "merge": lambda store: store.desk.judge(ADA, [numbered_merge(0)]),
    "undo": lambda store: store.desk.undo(ADA),
    "read again": read_again,
    "resolve": resolve,
}


def refused(store: Store, act: Callable[[Store], Any]) -> str | None:
    """Do it; give the sentence if it is refused."""
    try:
        act(store)
    except RecordError as error:
        return str(error)
    return None


def assert_whole(place: Place, act: Callable[[Store], Any], before: Any) -> None:
    """Assert that a record is whole and as it was, and that the action can be done then."""
    with open_impatiently(place) as store:
        assert store.check() == ()
        assert state_of(store) == before
        assert refused(store, act) is None
        assert state_of(store) != before
        assert store.check() == ()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ACTIONS)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_refused_write_leaves_all_as_it_was(
    made: Path, tmp_path: Path, fault: str, kind: str
) -> None:
    """Whenever a write is refused, for good or once, it is told, and the record is as before.

    Of six moments for each of 18 kinds, 108 faults in all, each one is met.
    """
    act = ACTIONS[kind]
    for moment in MOMENTS:
        path = Path(shutil.copy(made, tmp_path / f"{moment}.kipu"))
        with open_impatiently(path) as store:
            before = state_of(store)
            with failing(fault, after=moment, times=1 if moment % 2 else 10**9) as disk:
                message = refused(store, act)
                assert disk.refused > 0
            assert message is not None
            assert state_of(store) == before
        assert str(path) in message
        assert "is full" in message or "could not be read or written" in message
        assert_whole(path, act, before)


@pytest.mark.parametrize("kind", ACTIONS)
def test_a_lock_leaves_all_as_it_was(made: Path, tmp_path: Path, kind: str) -> None:
    """While another process writes, each action is refused whole, and can be done afterwards."""
    path = Path(shutil.copy(made, tmp_path / "any.kipu"))
    with open_impatiently(path) as store:
        before = state_of(store)
        with locked(path):
            message = refused(store, ACTIONS[kind])
            assert state_of(store) == before
    assert message is not None
    assert f"another process is writing to record {path}" in message
    assert_whole(path, ACTIONS[kind], before)


ON_SERVER = {
    # What a server says, and what of it a person is told.
    "full": ("53100", "the disk that holds record {path} is full"),
    "broken": ("58030", "record {path} could not be read or written (fault)"),
    "read-only": ("25006", "record {path} cannot be written to"),
    "short of memory": (
        "53200",
        "the server of record {path} lacks what it needs for this (fault)",
    ),
    "a knot of locks": ("40P01", "the server of record {path} stopped before it was done (fault)"),
    "a lock that is not to be had": ("55P03", "another process is writing to record {path}"),
}


@pytest.fixture
def address(server: str) -> Iterator[Address]:
    """A place on a server, taken away afterwards."""
    place = place_of(f"{server}&schema=faults")
    assert isinstance(place, Address)
    remove(place)
    yield place
    remove(place)


def assert_refused_on_server(address: Address, fault: str, kind: str, moment: int) -> None:
    """Let the server refuse a statement of an action; it is told, and the record is as before."""
    code, sentence = ON_SERVER[fault]
    remove(address)
    fill(address)
    with open_impatiently(address) as store:
        before = state_of(store)
        with failing_server(address, code, after=moment):
            message = refused(store, ACTIONS[kind])
            assert message is not None
            assert state_of(store) == before
    assert sentence.format(path=address) in message
    assert_whole(address, ACTIONS[kind], before)


@pytest.mark.postgres
@pytest.mark.parametrize("fault", ON_SERVER)
def test_a_server_that_refuses_leaves_all_as_it_was(address: Address, fault: str) -> None:
    """Whatever a server refuses a write for, it is told, and the record is as before."""
    assert_refused_on_server(address, fault, "merge", 1)


@pytest.mark.postgres
@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", ACTIONS)
@pytest.mark.parametrize("fault", ON_SERVER)
def test_a_server_that_refuses_at_any_moment(address: Address, fault: str, kind: str) -> None:
    """The same at each of three statements of 36 kinds, 108 faults in all."""
    for moment in range(3):
        assert_refused_on_server(address, fault, kind, moment)
