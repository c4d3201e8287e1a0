"""A record of four short accounts with known contradictions, for people to judge."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from kipu.model.readings import Reading
from kipu.pipeline.judging import By
from kipu.pipeline.records import Record, open_record
from kipu.record.connections import Place
from tests.resolution.builders import Told, body, person, place, reading

START = datetime(2025, 3, 1, 9, tzinfo=UTC)


def by(judge: str = "ada", minute: int = 0, reason: str | None = None) -> By:
    """Say who decides, so many minutes after the start."""
    return By(judge, START + timedelta(minutes=minute), reason)


def readings() -> tuple[Reading, ...]:
    """Four documents: two on one killing that give other numbers, one on an arrest, one beside."""
    chains = [person("Rosa Quispe"), place("Tarma"), body("the National Police")]
    killing = {"victim": "Rosa Quispe", "agent": "the National Police"}
    return (
        reading(
            "a",
            "Killing in Tarma\nOn 3 May 2015 the National Police killed Rosa Quispe and 17 others"
            " in Tarma.\nNobody was charged.",
            created="2015-05-05",
            chains=chains,
            events=[Told("killing", "killed", killing, "2015-05-03", "Tarma", {"killed": "18"})],
        ),
        reading(
            "b",
            "Deaths at the march\nIn Tarma, Rosa Quispe was killed by the National Police, with"
            " thirteen others.\nA march followed.",
            created="2015-05-09",
            chains=chains,
            events=[Told("killing", "killed", killing, "2015-05-03", "Tarma", {"killed": "14"})],
        ),
        reading(
            "c",
            "Arrest\nIn Junín, Mario Huanca was arrested on 9 June 2018 over fraud.",
            created="2018-06-10",
            chains=[person("Mario Huanca"), place("Junín")],
            events=[Told("arrest", "arrested", {"patient": "Mario Huanca"}, "2018-06-09", "Junín")],
        ),
        reading(
            "d",
            "Release\nIn Junín, the baker was released on 1 July 2019.",
            created="2019-07-02",
            chains=[person("the baker"), place("Junín")],
            events=[Told("release", "released", {"patient": "the baker"}, "2019-07-01", "Junín")],
        ),
    )


def make_record(path: Place, given: Sequence[Reading] = ()) -> Record:
    """Make a record of some readings, the four if none are given."""
    record = open_record(path)
    for one in given or readings():
        assert record.store.add_document(one.doc, None, one)
    return record


def state(record: Record) -> Any:
    """Give what a record says, without the ids of its judgements and without those withdrawn."""
    exported = msgspec.json.decode(record.export_json(with_text=True))
    kept = [j for j in exported.pop("judgements") if j["withdrawn"] is None]
    named = ("id", "action", "withdrawn_by")
    said = [{key: j[key] for key in j if key not in named} for j in kept]
    return exported, sorted(map(repr, said))
