"""A record from Python: the ten lines of the README, and what they promise."""

from datetime import date
from pathlib import Path

import pytest

import kipu
from tests.conftest import EXAMPLES

WIRE = EXAMPLES / "marena" / "wire-corran.txt"
LIST = EXAMPLES / "marena" / "chronology.txt"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "any.kipu"


def test_adding_a_file_a_document_or_a_reading_is_the_same(path: Path, tmp_path: Path) -> None:
    """What is added counts once, in whatever form it comes, and its bytes are kept."""
    doc = kipu.load(WIRE)
    with kipu.open_record(path) as record:
        assert record.add(WIRE)
        assert not record.add(doc)
        assert not record.add(kipu.read(doc))
    with kipu.open_record(tmp_path / "other.kipu") as record:
        assert record.add(kipu.read(doc))
        assert record.store.raw(doc.id) == WIRE.read_bytes()


def test_the_chronology_follows_what_was_added(path: Path) -> None:
    """What is added shows in the chronology at once, in order of time."""
    with kipu.open_record(path) as record:
        assert record.chronology() == ()
        record.add(LIST)
        first = record.chronology()
        record.add(WIRE)
        both = record.chronology()
    assert 0 < len(first) < len(both)
    days = [entry.when.interval.earliest for entry in both if entry.when.interval]
    assert days == sorted(days, key=lambda day: day or date.min)


def test_entries_explain_their_times(path: Path) -> None:
    """Each time of the chronology is shown by characters of some document, or inherited."""
    with kipu.open_record(path) as record:
        record.add(LIST)
        documents = {doc.id: doc for doc in record.documents()}
        for entry in record.chronology():
            for evidence in kipu.explain(entry.when):
                assert documents[evidence.span.doc_id].quote(evidence.span) == evidence.quote


def test_the_order_of_adding_does_not_matter(path: Path, tmp_path: Path) -> None:
    """Two documents in either order make records that export the same."""
    other = tmp_path / "other.kipu"
    with kipu.open_record(path) as record:
        record.add(WIRE)
        record.resolve()
        record.add(LIST)
        forwards = record.export_json(with_text=True)
    with kipu.open_record(other) as record:
        record.add(LIST)
        record.add(WIRE)
        assert record.export_json(with_text=True) == forwards


def test_an_empty_record_answers(path: Path) -> None:
    """A record without documents has an empty chronology, nobody in it, and is whole."""
    with kipu.open_record(path) as record:
        assert record.chronology() == ()
        assert record.conflicts() == ()
        assert record.who("Hask") == ()
        assert record.names() == ()
        assert record.check() == ()
        assert record.search("mine") == ()


def test_a_record_that_is_not_there_can_be_asked_for(path: Path) -> None:
    """Without leave to make it, a record that is not there is refused, and not made."""
    with pytest.raises(kipu.KipuError):
        kipu.open_record(path, create=False)
    assert not path.exists()
