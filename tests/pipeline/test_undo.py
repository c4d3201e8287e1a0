"""Whatever people do, in whatever order: all of it can be taken back, and done again."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kipu.model.errors import RecordError
from kipu.pipeline.copying import copy_record
from kipu.pipeline.judging import By, Decision
from kipu.pipeline.records import Record, open_record
from kipu.record.connections import Place
from tests.pipeline.judged import by, make_record, readings, state
from tests.record.server import clear

Pick = Callable[[Sequence[str]], str]
ACCOUNTS = [event.id for reading in readings() for event in reading.events]
MENTIONS = [mention.id for reading in readings() for mention in reading.mentions]
DOCUMENTS = [reading.doc.id for reading in readings()]
KINDS = (
    "right", "wrong", "unsure", "mention", "prefer", "reject", "edit-when", "edit-place",
    "edit-number", "edit-type", "same-event", "different-event", "same-mention",
    "different-mention", "split", "copy", "original", "key", "disputed", "note", "assign", "tag",
    "bulk", "withdraw", "import", "undo", "redo",
)  # fmt: skip


def decisions(kind: str, pick: Pick, record: Record) -> list[Decision]:
    """Give what a person decides, of one kind; what makes no sense is refused by the record."""
    account, other = pick(ACCOUNTS), pick(ACCOUNTS)
    mention, person = pick(MENTIONS), pick(MENTIONS)
    event = record.event_of(account) or account
    known: dict[str, Callable[[], list[Decision]]] = {
        "mention": lambda: [Decision("wrong", mention)],
        "prefer": lambda: [Decision("prefer", event, (), "killed", pick(("14", "18")))],
        "reject": lambda: [Decision("reject", event, (), "killed", pick(("14", "18")))],
        "edit-when": lambda: [Decision("edit", account, (), "when", pick(("2015", "2018-06")))],
        "edit-place": lambda: [Decision("edit", account, (), "place", pick(("Tarma", "Junín")))],
        "edit-number": lambda: [Decision("edit", account, (), "killed", "at least 12")],
        "edit-type": lambda: [Decision("edit", account, (), "type", pick(("arrest", "death")))],
        "same-event": lambda: [Decision("same", account, (other,))],
        "different-event": lambda: [Decision("different", account, (other,))],
        "same-mention": lambda: [Decision("same", mention, (person,))],
        "different-mention": lambda: [Decision("different", mention, (person,))],
        "split": lambda: [Decision("split", event, (other,))],
        "copy": lambda: [Decision("copy", pick(DOCUMENTS), (pick(DOCUMENTS),))],
        "original": lambda: [Decision("original", pick(DOCUMENTS), (pick(DOCUMENTS),))],
        "key": lambda: [Decision("key", event)],
        "disputed": lambda: [Decision("disputed", event, value=pick(("x", "y")))],
        "note": lambda: [Decision("note", account, value="words")],
        "assign": lambda: [Decision("assign", event, value=pick(("x", "y")))],
        "tag": lambda: [Decision("tag", mention, value=pick(("x", "y")))],
        "bulk": lambda: [Decision("wrong", account), Decision("right", other)],
        "withdraw": lambda: [
            Decision("withdraw", j.id) for deed in record.history(1) for j in deed.made
        ],
    }
    return known[kind]() if kind in known else [Decision(kind, account)]  # type: ignore[arg-type]


def press(record: Record, kind: str, pick: Pick, who: By) -> bool:
    """Do one thing; ``False`` if the record refuses it."""
    try:
        if kind == "undo":
            record.undo(who)
        elif kind == "redo":
            record.redo(who)
        elif kind == "import":
            record.take_over(FOREIGN, who)
        else:
            record.judge(decisions(kind, pick, record), who)
    except RecordError:
        return False
    return True


def foreign_judgements() -> Any:
    """Give the judgements of another record of the same documents."""
    with TemporaryDirectory() as folder, make_record(Path(folder) / "other.kipu") as record:
        record.judge([Decision("key", ACCOUNTS[0]), Decision("right", ACCOUNTS[2])], by("eve"))
        record.judge([Decision("wrong", ACCOUNTS[0])], by("eve", 1))
        record.undo(by("eve", 2))
        return record.store.judgements()


def untouched() -> Any:
    """Give what the record says before anybody judges."""
    with TemporaryDirectory() as folder, make_record(Path(folder) / "any.kipu") as record:
        return state(record)


FOREIGN = foreign_judgements()
BEFORE = untouched()


def counted(act: Callable[[], bool]) -> int:
    """Do something until it is refused; give how often it was done."""
    times = 0
    while act():
        times += 1
    return times


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the four documents, resolved; tests copy it."""
    path = tmp_path_factory.mktemp("undo") / "made.kipu"
    with make_record(path) as record:
        record.resolve()
    return path


def undo_and_redo(made: Path, place: Place, keys: Sequence[tuple[str, int]]) -> None:
    """Do what the keys say, take all back, do all again; the record is closed in between."""
    who = by()
    clear(place)
    if isinstance(place, Path):
        shutil.copy(made, place)
    else:
        copy_record(made, place)
    with open_record(place) as record:
        for kind, number in keys:
            press(record, kind, lambda known, n=number: known[n % len(known)], who)  # type: ignore[misc]
        after = state(record)
    with open_record(place) as record:
        undone = counted(lambda: press(record, "undo", min, who))
        assert state(record) == BEFORE
    with open_record(place) as record:
        for _ in range(undone):
            assert press(record, "redo", min, who)
        assert state(record) == after


KEYS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 23)), max_size=50)
quiet = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(deadline=None, max_examples=8, suppress_health_check=quiet)
@given(keys=KEYS)
def test_all_can_be_taken_back_and_done_again(
    made: Path, place: Place, keys: list[tuple[str, int]]
) -> None:
    """After undoing everything the record says what it said, after redoing what it said then."""
    undo_and_redo(made, place, keys)


@pytest.mark.exhaustive
@settings(deadline=None, max_examples=2000, suppress_health_check=quiet)
@given(keys=KEYS)
def test_two_thousand_sequences_can_be_taken_back(
    made: Path, place: Place, keys: list[tuple[str, int]]
) -> None:
    """The same of 2,000 sequences of up to 50 actions, bulk ones and imports among them."""
    undo_and_redo(made, place, keys)
