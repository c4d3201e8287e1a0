"""The export has the documented keys, and the import refuses whatever else it is given."""

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kipu.exports.json import export_json
from kipu.imports.json import import_json
from kipu.model.documents import CreationTime
from kipu.model.errors import RecordError
from kipu.model.ids import content_id
from kipu.model.judgements import Placement
from kipu.model.readings import (
    Attribution,
    EventQuantity,
    Quantity,
    Reading,
    Statement,
)
from kipu.model.resolved import (
    Contradiction,
    ContradictionValue,
    Copy,
    Location,
    Resolution,
    ResolvedQuantity,
)
from kipu.model.spans import Problem, Span
from kipu.model.times import EventTime, Interval
from tests.record.samples import sample_judgement, sample_reading, sample_resolution

YEAR = Interval("2001", date(2001, 1, 1), date(2001, 12, 31), "year")


def full_reading() -> Reading:
    """Read a made-up document with every kind of value in it."""
    reading = sample_reading(1)
    doc = reading.doc
    (event,) = reading.events
    ruler = reading.mentions[0]
    dated = EventTime(YEAR, "2001", "DATE", "APPROX", "text", (doc.evidence(doc.span(0, 4), "r"),))
    number = Quantity(14.0, 14.0, None, "person", approximate=False, span=doc.span(5, 6), rule="q")
    event = msgspec.structs.replace(
        event,
        time=dated,
        place=msgspec.structs.replace(event.arguments[1], role="place"),
        quantities=(EventQuantity("killed", number),),
        attribution=Attribution(doc.span(8, 17), ruler.span, ruler.id),
    )
    office = Statement(
        content_id("s", doc.id), ruler.chain, "office", "President", doc.span(8, 17), "en/office"
    )
    return msgspec.structs.replace(
        reading,
        created=CreationTime(YEAR, "inferred", (doc.evidence(doc.span(0, 4), "en/year"),)),
        events=(event,),
        statements=(office,),
        problems=(Problem("late", "it is late", doc.span(0, 1)), Problem("odd", "it is odd")),
    )


def full_resolution(reading: Reading) -> Resolution:
    """Resolve it with every kind of value."""
    plain = sample_resolution([reading])
    (event,) = plain.events
    chain = reading.mentions[0].chain
    entities = tuple(
        msgspec.structs.replace(
            entity, statements=reading.statements, location=Location(-12.05, -77.05, "PE", "39")
        )
        if entity.chains == (chain,)
        else entity
        for entity in plain.entities
    )
    account = reading.events[0]
    killed = ResolvedQuantity("killed", 14.0, 14.0, None, "person", False, (account.id,))  # noqa: FBT003
    value = ContradictionValue("14", (account.id,), (reading.doc.id,))
    return Resolution(
        entities,
        (msgspec.structs.replace(event, time=account.time, quantities=(killed,)),),
        (Contradiction(event.id, "killed", (value,)),),
        (Copy(reading.doc.id, "d0", "edited", 0.8),),
        (Placement(sample_judgement(1).id, "found", account.id),),
    )


@pytest.fixture(scope="module")
def exported() -> dict[str, Any]:
    """Export the full record."""
    reading = full_reading()
    resolution = full_resolution(reading)
    data = export_json([reading], resolution, [sample_judgement(1)], with_text=True)
    decoded: dict[str, Any] = msgspec.json.decode(data)
    return decoded


TIME = {
    "edtf": "2001",
    "timex": "2001",
    "type": "DATE",
    "earliest": "2001-01-01",
    "latest": "2001-12-31",
    "mod": "APPROX",
    "start": 0,
    "end": 4,
    "anchor": "text",
}


def test_a_document_has_the_documented_keys(exported: dict[str, Any]) -> None:
    """Its date comes with evidence, its problems with their places."""
    (doc,) = exported["documents"]
    reading = full_reading()
    assert {key: value for key, value in doc.items() if key != "reading"} == {
        "id": reading.doc.id,
        "uri": "a1.txt",
        "sha256": reading.doc.sha256,
        "media_type": "text/plain",
        "title": "News 1",
        "outlet": None,
        "language": None,
        "text": reading.doc.text,
        "published": {
            "edtf": "2001",
            "earliest": "2001-01-01",
            "latest": "2001-12-31",
            "basis": "inferred",
            "evidence": [{"start": 0, "end": 4, "why": "en/year"}],
        },
        "copy_of": "d0",
        "copy_kind": "edited",
        "problems": [
            {"code": "late", "message": "it is late", "start": 0, "end": 1},
            {"code": "odd", "message": "it is odd"},
        ],
    }


def test_an_entity_has_the_documented_keys(exported: dict[str, Any]) -> None:
    """Its mentions and statements point at their characters."""
    reading = full_reading()
    ruler = reading.mentions[0]
    (entity,) = (entity for entity in exported["entities"] if entity["name"] == "Ruler1")
    (statement,) = entity["statements"]
    assert entity["mentions"] == [
        {"doc": reading.doc.id, "start": 18, "end": 24, "kind": "name", "id": ruler.id}
    ]
    assert entity["place"]["country"] == "PE"
    assert {key: statement[key] for key in ("property", "value", "object", "when", "rule")} == {
        "property": "office",
        "value": "President",
        "object": None,
        "when": None,
        "rule": "en/office",
    }
    assert statement["mention"] == {"doc": reading.doc.id, "start": 8, "end": 17}


def test_an_event_has_the_documented_keys(exported: dict[str, Any]) -> None:
    """Numbers are whole where they are whole; a time names the document of its characters."""
    (event,) = exported["events"]
    people = {entity["name"]: entity["id"] for entity in exported["entities"]}
    doc = exported["documents"][0]["id"]
    kept = {
        key: value for key, value in event.items() if key not in ("mentions", "time", "accounts")
    }
    assert kept == {
        "id": event["id"],
        "type": "pardon",
        "summary": "Ruler1 pardons Núñez",
        "when": TIME | {"doc": doc},
        "place": None,
        "place_inferred": False,
        "factuality": "certain",
        "participants": [
            {"role": "grantor", "entity": people["Ruler1"]},
            {"role": "recipient", "entity": people["Núñez"]},
        ],
        "quantities": [
            {
                **{"role": "killed", "value": 14, "low": 14, "high": None, "unit": "person"},
                **{"approximate": False, "mentions": event["accounts"]},
            }
        ],
        "status": "single-source",
        "sources": 1,
        "independent_sources": 1,
    }


def test_an_event_mention_has_the_documented_keys(exported: dict[str, Any]) -> None:
    """Each of its parts has its characters, and the entity that it resolves to."""
    people = {entity["name"]: entity["id"] for entity in exported["entities"]}
    doc = exported["documents"][0]["id"]
    (mention,) = exported["events"][0]["mentions"]
    assert mention == {
        "id": full_reading().events[0].id,
        "doc": doc,
        "trigger": {"start": 25, "end": 33},
        "sentence": {"start": 8, "end": 40},
        "type": "pardon",
        "when": TIME,
        "place": {"entity": people["Núñez"], "start": 34, "end": 39},
        "participants": [
            {"role": "grantor", "entity": people["Ruler1"], "start": 18, "end": 24},
            {"role": "recipient", "entity": people["Núñez"], "start": 34, "end": 39},
        ],
        "quantities": [
            {
                **{"role": "killed", "value": 14, "low": 14, "high": None, "unit": "person"},
                **{"approximate": False, "start": 5, "end": 6},
            }
        ],
        "factuality": "certain",
        "attribution": {
            "entity": people["Ruler1"],
            "source": {"start": 18, "end": 24},
            "cue": {"start": 8, "end": 17},
        },
        "score": 0.9,
        "rule": "made/pardon",
    }


def test_contradictions_and_judgements_have_the_documented_keys(exported: dict[str, Any]) -> None:
    """A judgement names what its words stand for now."""
    (event,) = exported["events"]
    doc = exported["documents"][0]["id"]
    mentions = event["accounts"]
    assert exported["contradictions"] == [
        {
            "event": event["id"],
            "attribute": "killed",
            "values": [{"value": "14", "mentions": mentions, "documents": [doc]}],
        }
    ]
    (judgement,) = exported["judgements"]
    assert judgement["target"] == mentions[0]
    assert judgement["standing"] == "found"
    assert judgement["verdict"] == "negative"
    assert judgement["address"]["exact"] == "pardoned"


def test_a_time_stated_elsewhere_has_no_characters_here() -> None:
    """Only characters of the same document are shown as stating a time."""
    reading = full_reading()
    (event,) = reading.events
    shown = msgspec.structs.replace(event.time.evidence[0], span=Span("d0", 0, 4))
    time = msgspec.structs.replace(event.time, evidence=(shown,), anchor="document")
    moved = msgspec.structs.replace(reading, events=(msgspec.structs.replace(event, time=time),))
    data = export_json([moved], full_resolution(moved), [], with_text=False)
    (mention,) = msgspec.json.decode(data)["events"][0]["mentions"]
    assert mention["when"]["anchor"] == "document"
    assert "start" not in mention["when"]


REFUSED = {
    # Where a value is put, what it is, and what the refusal says.
    "documents": (("documents",), {}, "'documents' is no list"),
    "document": (("documents", 0), 1, r"documents\[0\] of the export is no object"),
    "uri": (("documents", 0, "uri"), 1, r"documents\[0\].*uri"),
    "reading": (("documents", 0, "reading"), None, r"documents\[0\].*no 'reading'"),
    "reading's document": (("documents", 0, "reading", "doc"), 1, "no 'doc'"),
    "span": (("documents", 0, "reading", "mentions", 0, "span", "end"), 0, "empty or reversed"),
    "date": (("documents", 0, "reading", "created", "interval", "latest"), "2001-13", "latest"),
    "entity": (("entities", 0, "type"), "animal", r"entities\[0\].*animal"),
    "statements": (("entities", 0, "statements"), None, "no list 'statements'"),
    "statement": (("entities", 0, "statements"), [1], "statements is no object"),
    "event": (("events", 0, "status"), "sure", r"events\[0\].*sure"),
    "accounts": (("events", 0, "accounts"), None, r"events\[0\].*mentions"),
    "contradiction": (("contradictions", 0, "values"), [1], r"contradictions\[0\].*values"),
    "copy": (("copies", 0, "containment"), "most", r"copies\[0\].*containment"),
    "judgement": (("judgements", 0, "made"), "then", r"judgements\[0\].*made"),
    "address": (("judgements", 0, "address"), None, r"judgements\[0\].*target"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_value_of_the_wrong_kind_is_refused_with_its_place(
    exported: dict[str, Any], kind: str
) -> None:
    """The refusal says where in the file it stands."""
    where, value, message = REFUSED[kind]
    damaged = msgspec.json.decode(msgspec.json.encode(exported))
    at = damaged
    for key in where[:-1]:
        at = at[key]
    at[where[-1]] = value
    with pytest.raises(RecordError, match=message):
        import_json(msgspec.json.encode(damaged))


NO_EXPORT = {
    "nothing": b"",
    "no JSON": b"not json",
    "no object": b"[]",
    "another object": b"{}",
    "no UTF-8": b'{"kipu": "\xff"}',
    "too deep": b'{"kipu":' * 100_000,
}


@pytest.mark.parametrize("kind", NO_EXPORT)
def test_other_files_are_refused(kind: str) -> None:
    """What kipu has not written is named as such."""
    with pytest.raises(RecordError, match="is no export of kipu"):
        import_json(NO_EXPORT[kind])


@settings(deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_refused_with_a_sentence(data: bytes) -> None:
    """No bytes raise anything else."""
    with pytest.raises(RecordError):
        import_json(data)
