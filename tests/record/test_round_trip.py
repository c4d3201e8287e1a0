"""What goes into a record comes out of it as it was."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, assume, given, settings

from kipu.record import Store, open_store
from kipu.record.connections import Place, place_of
from tests.record.server import clear
from tests.record.strategies import Everything, records

relaxed = settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
        HealthCheck.function_scoped_fixture,
    ],
)


@pytest.fixture
def address(server: str) -> Place:
    """A place on a server, the same for all tests of this file."""
    return place_of(f"{server}&schema=round_trip")


def can_hold(place: Place, value: object) -> bool:
    """Tell whether a record can hold this: PostgreSQL has no NUL, nor has a text that was read."""
    return isinstance(place, Path) or b"\\u0000" not in msgspec.json.encode(value)


def fill(store: Store, record: Everything) -> None:
    """Put a whole record into a file."""
    for reading in record.readings:
        assert store.add_document(reading.doc, reading.doc.text.encode(), reading)
    for judgement in record.judgements:
        assert store.add_judgement(judgement)
    assert store.store_resolution(record.resolution)


@relaxed
@given(record=records())
def test_a_record_gives_back_what_was_put_in(tmp_path: Path, record: Everything) -> None:
    """Documents, bytes, readings, judgements and the resolution are equal after reopening."""
    give_back(tmp_path / "any.kipu", record)


@pytest.mark.postgres
@settings(relaxed, max_examples=10)
@given(record=records())
def test_a_server_gives_back_what_was_put_in(address: Place, record: Everything) -> None:
    """The same of a record on a server."""
    give_back(address, record)


def give_back(place: Place, record: Everything) -> None:
    """Put a whole record in, open it anew, and compare what is in it."""
    assume(can_hold(place, record))
    clear(place)
    with open_store(place, create=True) as store:
        fill(store, record)
    with open_store(place, read_only=True) as store:
        assert store.readings() == record.readings
        assert store.documents() == tuple(reading.doc for reading in record.readings)
        assert store.judgements() == record.judgements
        assert store.fetch_resolution() == record.resolution
        assert store.is_resolved()
        assert store.check() == ()
        for doc in store.documents():
            assert store.raw(doc.id) == doc.text.encode()


@relaxed
@given(first=records(), second=records())
def test_a_resolution_takes_the_place_of_another(
    tmp_path: Path, first: Everything, second: Everything
) -> None:
    """Storing a second resolution leaves nothing of the first."""
    replace_by(tmp_path / "any.kipu", first, second)


@pytest.mark.postgres
@settings(relaxed, max_examples=10)
@given(first=records(), second=records())
def test_a_resolution_takes_the_place_of_another_on_a_server(
    address: Place, first: Everything, second: Everything
) -> None:
    """The same of a record on a server."""
    replace_by(address, first, second)


def replace_by(place: Place, first: Everything, second: Everything) -> None:
    """Store two resolutions one after the other, and look for what is left of the first."""
    assume(can_hold(place, (first, second)))
    clear(place)
    together = {r.doc.id: r for r in (*first.readings, *second.readings)}
    with open_store(place, create=True) as store:
        for reading in together.values():
            store.add_document(reading.doc, None, reading)
        for judgement in {j.id: j for j in (*first.judgements, *second.judgements)}.values():
            store.add_judgement(judgement)
        store.store_resolution(first.resolution)
        store.store_resolution(second.resolution)
        assert store.fetch_resolution() == second.resolution
        assert store.check() == ()
