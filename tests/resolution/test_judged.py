"""Readings as people judged them."""

from datetime import UTC, datetime

import msgspec

from kipu.lang.resolution import load_resolution
from kipu.model.judgements import Judgement, Target
from kipu.model.readings import Argument
from kipu.resolution import resolve
from kipu.resolution.judged import judge_readings
from kipu.resolution.placing import place_judgements
from kipu.resolution.sources import gather_sources
from tests.resolution.builders import Told, body, place, reading

_RULES = load_resolution("en")


def test_a_rejected_mention_sets_no_scene() -> None:
    """What somebody takes for no place is no place from which one is inferred."""
    text = "X\nThe party met in Labour. The court acquitted a banker."
    chains = [place("Labour"), body("court")]
    told = reading("a", text, chains=chains, events=[Told("acquittal", "acquitted")])
    mention = told.mentions[0]
    setting = Argument("place", mention.span, mention.id, "setting/court")
    events = (msgspec.structs.replace(told.events[0], settings=(setting,)),)
    told = msgspec.structs.replace(told, events=events)
    assert resolve([told], (), _RULES).events[0].place is not None
    target = Target(told.doc.sha256, "Labour", "", "", "entity")
    wrong = Judgement("j1", target, "negative", "me", datetime(2024, 1, 1, tzinfo=UTC))
    (judged,), _ = judge_readings([told], place_judgements([wrong], gather_sources([told])))
    assert judged.events[0].settings == ()
    assert resolve([told], [wrong], _RULES).events[0].place is None
