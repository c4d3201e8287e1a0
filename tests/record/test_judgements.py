"""What people decide is never lost, never changed, and can be undone."""

from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kipu.model.errors import RecordError
from kipu.model.judgements import Judgement
from kipu.record import open_store
from kipu.record.connections import Place
from tests.record.samples import sample_judgement, sample_reading, sample_resolution
from tests.record.server import clear

LATER = datetime(2025, 1, 1, 12, tzinfo=UTC)


def test_a_judgement_is_withdrawn_once(place: Place) -> None:
    """Undo keeps the judgement and the time of its withdrawal; it survives reopening."""
    judgement = sample_judgement(1)
    with open_store(place, create=True) as store:
        assert store.add_judgement(judgement)
        assert not store.add_judgement(judgement)
        store.withdraw_judgement(judgement.id, LATER)
        with pytest.raises(RecordError, match="was withdrawn before"):
            store.withdraw_judgement(judgement.id, LATER)
        with pytest.raises(RecordError, match="no judgement j0"):
            store.withdraw_judgement("j0", LATER)
    with open_store(place) as store:
        assert store.judgements() == (msgspec.structs.replace(judgement, withdrawn=LATER),)
        assert not store.add_judgement(judgement)
        assert store.check() == ()


def test_another_judgement_with_the_same_id_is_refused(place: Place) -> None:
    """Nothing takes the place of what somebody decided."""
    judgement = sample_judgement(1)
    other = msgspec.structs.replace(judgement, verdict="positive")
    with open_store(place, create=True) as store:
        store.add_judgement(judgement)
        with pytest.raises(RecordError, match="says something else"):
            store.add_judgement(other)
        assert store.judgements() == (judgement,)


def test_a_time_without_its_zone_is_refused(place: Place) -> None:
    """When something was decided is known to the second wherever the record is read."""
    naive = datetime(2024, 1, 1)  # noqa: DTZ001 - that is the case
    zoned = datetime(2024, 1, 1, tzinfo=timezone(timedelta(hours=-5)))
    judgement = sample_judgement(1)
    with open_store(place, create=True) as store:
        with pytest.raises(RecordError, match="time zone"):
            store.add_judgement(msgspec.structs.replace(judgement, made=naive))
        store.add_judgement(msgspec.structs.replace(judgement, made=zoned))
        with pytest.raises(RecordError, match="time zone"):
            store.withdraw_judgement(judgement.id, naive)
        assert store.judgements()[0].made == zoned


def test_a_judgement_makes_the_resolution_old(place: Place) -> None:
    """What was resolved before a document, a judgement or its withdrawal is known to be old."""
    reading = sample_reading(1)
    with open_store(place, create=True) as store:
        assert store.is_resolved()
        store.add_document(reading.doc, None, reading)
        assert not store.is_resolved()
        store.store_resolution(sample_resolution([reading]))
        assert store.is_resolved()
        store.add_document(reading.doc, None, reading)
        assert store.is_resolved()
        store.add_judgement(sample_judgement(1))
        assert not store.is_resolved()
        before = store.inputs()
        store.withdraw_judgement(sample_judgement(1).id, LATER)
        store.store_resolution(sample_resolution([reading]), generation=before.generation)
        assert not store.is_resolved()
        assert store.store_resolution(sample_resolution([reading]))
        assert not store.store_resolution(sample_resolution([]), generation=before.generation)
        assert store.is_resolved()


def test_a_new_reading_keeps_judgements(place: Place) -> None:
    """Reading a document again replaces what was read, and no decision."""
    reading = sample_reading(1)
    anew = msgspec.structs.replace(reading, versions=(("kipu", "9"),), events=())
    with open_store(place, create=True) as store:
        store.add_document(reading.doc, None, reading)
        store.add_judgement(sample_judgement(1))
        store.store_resolution(sample_resolution([reading]))
        store.replace_reading(anew)
        assert store.readings() == (anew,)
        assert store.judgements() == (sample_judgement(1),)
        assert store.events() == ()
        assert not store.is_resolved()
        assert store.check() == ()
        with pytest.raises(RecordError, match="no document"):
            store.replace_reading(sample_reading(2))


ACTIONS = st.lists(st.tuples(st.sampled_from(["add", "withdraw"]), st.integers(0, 4)), max_size=12)


@settings(
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(ACTIONS)
def test_any_sequence_of_actions_keeps_every_decision(
    place: Place, actions: list[tuple[str, int]]
) -> None:
    """The record agrees with a plain list to which decisions are appended and marked."""
    clear(place)
    wanted: dict[str, Judgement] = {}
    with open_store(place, create=True) as store:
        for kind, number in actions:
            judgement = sample_judgement(number)
            if kind == "add":
                assert store.add_judgement(judgement) == (judgement.id not in wanted)
                wanted.setdefault(judgement.id, judgement)
            elif judgement.id in wanted and wanted[judgement.id].withdrawn is None:
                store.withdraw_judgement(judgement.id, LATER)
                wanted[judgement.id] = msgspec.structs.replace(judgement, withdrawn=LATER)
    with open_store(place, read_only=True) as store:
        assert store.judgements() == tuple(wanted.values())
