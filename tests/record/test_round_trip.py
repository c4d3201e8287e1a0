"""What goes into a record comes out of it as it was."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings

from kipu.record import Store, open_store
from tests.record.strategies import Everything, records

relaxed = settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def fill(store: Store, record: Everything) -> None:
    """Put a whole record into a file."""
    for reading in record.readings:
        assert store.add_document(reading.doc, reading.doc.text.encode(), reading)
    for judgement in record.judgements:
        assert store.add_judgement(judgement)
    assert store.store_resolution(record.resolution)


@relaxed
@given(records())
def test_a_record_gives_back_what_was_put_in(record: Everything) -> None:
    """Documents, bytes, readings, judgements and the resolution are equal after reopening."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "any.kipu"
        with open_store(path, create=True) as store:
            fill(store, record)
        with open_store(path, read_only=True) as store:
            assert store.readings() == record.readings
            assert store.documents() == tuple(reading.doc for reading in record.readings)
            assert store.judgements() == record.judgements
            assert store.fetch_resolution() == record.resolution
            assert store.is_resolved()
            assert store.check() == ()
            for doc in store.documents():
                assert store.raw(doc.id) == doc.text.encode()


@relaxed
@given(records(), records())
def test_a_resolution_takes_the_place_of_another(first: Everything, second: Everything) -> None:
    """Storing a second resolution leaves nothing of the first."""
    together = {r.doc.id: r for r in (*first.readings, *second.readings)}
    with (
        TemporaryDirectory() as folder,
        open_store(Path(folder) / "any.kipu", create=True) as store,
    ):
        for reading in together.values():
            store.add_document(reading.doc, None, reading)
        for judgement in {j.id: j for j in (*first.judgements, *second.judgements)}.values():
            store.add_judgement(judgement)
        store.store_resolution(first.resolution)
        store.store_resolution(second.resolution)
        assert store.fetch_resolution() == second.resolution
        assert store.check() == ()
