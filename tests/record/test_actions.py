"""Actions: judged at once, taken back at once, never in each other's way."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from random import Random

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kipu.model.errors import RecordError, Superseded
from kipu.model.judgements import Judgement
from kipu.record import Actor, Store, open_store
from kipu.record.connections import Place
from tests.record.samples import sample_judgement
from tests.record.server import behind_its_back, clear

NOW = datetime(2025, 1, 1, 12, tzinfo=UTC)
ADA, BEN = Actor("ada", NOW), Actor("ben", NOW)


def judgement(number: int, value: str = "x") -> Judgement:
    """Judge the value of one of a few things."""
    made = sample_judgement(number)
    return msgspec.structs.replace(made, kind="value", attribute="when", value=value)


def in_effect(store: Store) -> list[tuple[str, str | None]]:
    """Give what is judged at present."""
    return sorted((j.target.document, j.value) for j in store.judgements() if j.in_effect)


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    """Make an empty record."""
    with open_store(place, create=True) as store:
        yield store


def test_a_later_answer_takes_the_place_of_an_earlier_one(store: Store) -> None:
    """One question has one answer; undo brings the earlier one back, with its judge and time."""
    store.desk.judge(ADA, [judgement(1, "x")])
    store.desk.judge(BEN, [judgement(1, "y")])
    assert [value for _, value in in_effect(store)] == ["y"]
    store.desk.undo(BEN)
    (back,) = [j for j in store.judgements() if j.in_effect]
    assert (back.value, back.judge, back.made) == ("x", "ada", sample_judgement(1).made)
    assert [deed.undone for deed in store.desk.deeds()] == [False, True, False]


def test_everybody_undoes_their_own(store: Store) -> None:
    """Without a name it is the last action of the judge that is taken back, by name anyone's."""
    first = store.desk.judge(ADA, [judgement(1)])
    store.desk.judge(BEN, [judgement(2)])
    store.desk.undo(ADA)
    assert len(in_effect(store)) == 1
    with pytest.raises(RecordError, match="ada has nothing to undo"):
        store.desk.undo(ADA)
    store.desk.redo(BEN, first.id)
    assert len(in_effect(store)) == 2
    with pytest.raises(RecordError, match="is not undone"):
        store.desk.redo(BEN, first.id)
    store.desk.undo(BEN, first.id[:8])
    assert len(in_effect(store)) == 1
    with pytest.raises(RecordError, match="is undone already"):
        store.desk.undo(BEN, first.id)
    with pytest.raises(RecordError, match="is not there"):
        store.desk.undo(BEN, "a0")


def test_what_was_decided_anew_is_not_taken_back(store: Store) -> None:
    """Undoing an action whose question has a later answer is refused, and names that."""
    first = store.desk.judge(ADA, [judgement(1, "x"), judgement(2)])
    later = store.desk.judge(BEN, [judgement(1, "y")])
    before = store.judgements()
    with pytest.raises(RecordError, match=later.id):
        store.desk.undo(ADA, first.id)
    assert store.judgements() == before


def test_nothing_is_written_for_a_second_writer(store: Store) -> None:
    """Who has not seen the latest answer is refused, and told what it is."""
    seen = store.desk.last_action()
    store.desk.judge(ADA, [judgement(1, "x")], seen=seen)
    with pytest.raises(Superseded) as refused:
        store.desk.judge(BEN, [judgement(1, "y"), judgement(2)], seen=seen)
    assert [j.value for j in refused.value.judgements] == ["x"]
    assert len(store.judgements()) == 1
    store.desk.judge(BEN, [judgement(1, "y")], seen=store.desk.last_action())


def test_actions_are_never_changed(store: Store) -> None:
    """The file itself guards its history."""
    store.desk.judge(ADA, [judgement(1)])
    store.close()
    for change in ("UPDATE action SET judge = 'eve'", "DELETE FROM action"):
        with (
            behind_its_back(store.place) as connection,
            pytest.raises(Exception, match="an action is never"),
        ):
            connection.execute(change)


STEPS = st.lists(
    st.tuples(st.sampled_from(["judge", "withdraw", "undo", "redo"]), st.integers(0, 11)),
    max_size=50,
)


def act(store: Store, kind: str, number: int) -> bool:
    """Do one thing; ``False`` if it is refused."""
    known = [j for j in store.judgements() if j.in_effect]
    try:
        if kind == "judge":
            many = [judgement(number % 4, str(number)), judgement(number % 3, "z")]
            store.desk.judge(ADA, many[: 1 + number % 2])
        elif kind == "withdraw" and known:
            store.desk.judge(ADA, [], [known[number % len(known)].id])
        else:
            (store.desk.undo if kind == "undo" else store.desk.redo)(ADA)
    except RecordError:
        return False
    return True


def undo_and_redo(place: Place, steps: Sequence[tuple[str, int]]) -> None:
    """Take everything back and do it again; the record is opened anew in between."""
    clear(place)
    with open_store(place, create=True) as store:
        for kind, number in steps:
            act(store, kind, number)
        after = in_effect(store)
    with open_store(place) as store:
        undone = 0
        while act(store, "undo", 0):
            undone += 1
        assert in_effect(store) == []
    with open_store(place) as store:
        assert all(act(store, "redo", 0) for _ in range(undone))
        assert in_effect(store) == after


quiet = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(deadline=None, max_examples=15, suppress_health_check=quiet)
@given(STEPS)
def test_any_sequence_of_actions_is_undone_and_redone(
    place: Place, steps: list[tuple[str, int]]
) -> None:
    """After undoing all nothing is judged, after redoing all what was judged before."""
    undo_and_redo(place, steps)


@pytest.mark.exhaustive
@settings(deadline=None, max_examples=2000, suppress_health_check=quiet)
@given(STEPS)
def test_two_thousand_sequences_are_undone_and_redone(
    place: Place, steps: list[tuple[str, int]]
) -> None:
    """The same of 2,000 sequences of up to 50 actions."""
    undo_and_redo(place, steps)


def count_up(place: Place, times: int, things: int, seed: int) -> int:
    """Add one to a number so many times, beginning again whenever somebody was quicker.

    Gives how often somebody was.
    """
    chance, judge, refused = Random(seed), Actor(f"judge {seed}", NOW), 0
    with open_store(place) as store:
        while times:
            seen, made = store.desk.last_action(), judgement(chance.randrange(things))
            known = store.desk.values_judged([made.target.document])
            number = sum(int(one.value or 0) for one in known) + 1
            try:
                store.desk.judge(
                    judge, [msgspec.structs.replace(made, value=str(number))], seen=seen
                )
            except RecordError:  # somebody was quicker, or is still writing
                refused += 1
            else:
                times -= 1
    return refused


class Edited(msgspec.Struct, frozen=True):
    """What came of edits by many: how many are in the record, and how often they were refused."""

    kept: int
    refused: int
    problems: int


def edit_together(place: Place, threads: int, times: int, things: int) -> Edited:
    """Let threads edit a few values at once; each edit adds one, so that the sum tells them all."""
    open_store(place, create=True).close()
    with ThreadPoolExecutor(threads) as pool:
        running = [pool.submit(count_up, place, times, things, seed) for seed in range(threads)]
        refused = sum(one.result() for one in running)
    with open_store(place) as store:
        assert store.desk.last_action() == threads * times
        kept = sum(int(value or 0) for _, value in in_effect(store))
        return Edited(kept, refused, len(store.check()))


def test_no_edit_of_several_writers_is_lost(place: Place) -> None:
    """Six threads that each add one to a value five times come to thirty."""
    edited = edit_together(place, 6, 5, things=3)
    assert (edited.kept, edited.problems) == (30, 0)


@pytest.mark.exhaustive
def test_fifty_writers_lose_no_edit(place: Place) -> None:
    """Fifty threads and 5,000 edits: each is there, or its writer was told and tried again."""
    edited = edit_together(place, 50, 100, things=25)
    assert (edited.kept, edited.problems) == (5000, 0)
    assert edited.refused > 0
