"""The export as JSON is kipu's own lossless form."""

from random import Random

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kipu.exports.json import export_json
from kipu.imports.json import import_json
from kipu.model.errors import RecordError
from tests.record.strategies import Everything, records

relaxed = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def export(record: Everything, *, with_text: bool = True) -> bytes:
    """Export a whole record."""
    return export_json(record.readings, record.resolution, record.judgements, with_text=with_text)


@relaxed
@given(records())
def test_an_import_gives_back_the_record(record: Everything) -> None:
    """Reading an export gives the record, and exporting that gives the same bytes."""
    data = export(record)
    imported = import_json(data)
    assert imported.readings == record.readings
    assert imported.resolution == record.resolution
    assert set(imported.judgements) == set(record.judgements)
    again = Everything(imported.readings, imported.resolution, imported.judgements)
    assert export(again) == data


@relaxed
@given(records(), st.randoms(use_true_random=False))
def test_the_order_of_readings_makes_no_difference(record: Everything, chance: Random) -> None:
    """Two exports of the same record are equal byte by byte."""
    readings, judgements = list(record.readings), list(record.judgements)
    chance.shuffle(readings)
    chance.shuffle(judgements)
    shuffled = Everything(tuple(readings), record.resolution, tuple(judgements))
    assert export(shuffled) == export(record)


@relaxed
@given(records())
def test_every_span_lies_in_its_text(record: Everything) -> None:
    """All positions of an export are code points of the text of their document."""
    exported = msgspec.json.decode(export(record))
    texts = {doc["id"]: doc["text"] for doc in exported["documents"]}
    for event in exported["events"]:
        for mention in event["mentions"]:
            size = len(texts[mention["doc"]])
            assert 0 <= mention["trigger"]["start"] < mention["trigger"]["end"] <= size
            for part in (*mention["participants"], *mention["quantities"]):
                assert 0 <= part["start"] < part["end"] <= size
    for entity in exported["entities"]:
        for mention in entity["mentions"]:
            assert 0 <= mention["start"] < mention["end"] <= len(texts[mention["doc"]])


@relaxed
@given(records())
def test_an_export_without_texts_holds_none_and_is_refused(record: Everything) -> None:
    """Without its texts, an export has no text of a document, and the import says what to do."""
    data = export(record, with_text=False)
    exported = msgspec.json.decode(data)
    assert all("text" not in doc and "reading" not in doc for doc in exported["documents"])
    if record.readings:
        with pytest.raises(RecordError, match="made with its texts"):
            import_json(data)
