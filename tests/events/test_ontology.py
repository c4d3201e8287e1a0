"""The event types: what they may say of other vocabularies."""

from collections.abc import Mapping

import msgspec
import pytest

from kipu.lang.ontology import EventType, load_ontology

TYPES = load_ontology().types
PLAIN: Mapping[str, object] = {
    "en": "theft",
    "es": "robo",
    "definition": "Somebody takes what is not theirs.",
    "family": "seizure",
    "roles": {"agent": ["person"]},
}
ACLED = {
    "Battles": {"Armed clash"},
    "Explosions/Remote violence": {"Suicide bomb", "Grenade", "Air/drone strike"},
    "Protests": {"Peaceful protest", "Excessive force against protesters"},
    "Riots": {"Violent demonstration", "Mob violence"},
    "Strategic developments": {"Agreement", "Arrests", "Looting/property destruction"},
    "Violence against civilians": {
        "Attack",
        "Abduction/forced disappearance",
        "Sexual violence",
    },
}
"""Sub-event types, those that may be named here. Source: ACLED Codebook."""


@pytest.mark.parametrize(
    "wrong",
    [
        {"cameo": {"code": "1724", "term": "Impose state of emergency"}},
        {"cameo": {"code": "18"}},
        {"acled": {"type": "Battle"}},
        {"huridocs": [{"code": "01010400", "term": "Massacre"}]},
        {"ftm": {"schema": "Payment", "properties": {"recipient": "beneficiary"}}},
        {"crosswalk": "none"},
    ],
    ids=["digits", "no term", "no type", "short code", "no such role", "unknown key"],
)
def test_a_wrong_equivalent_is_refused(wrong: Mapping[str, object]) -> None:
    """A code, a type or a role that its vocabulary or the type does not have is no equivalent."""
    assert msgspec.convert(PLAIN, EventType).family == "seizure"
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**PLAIN, **wrong}, EventType)


def test_sub_event_types_are_of_their_event_type() -> None:
    """Each ACLED sub-event type stands under the event type that the codebook gives it."""
    named = [kind.acled for kind in TYPES.values() if kind.acled and kind.acled.sub_type]
    assert named
    assert all(acled.sub_type in ACLED[acled.type] for acled in named)


def test_one_code_has_one_term() -> None:
    """A code of another vocabulary is called the same wherever it stands."""
    coded = [kind.cameo for kind in TYPES.values() if kind.cameo]
    coded += [act for kind in TYPES.values() for act in kind.huridocs]
    assert len({each.code for each in coded}) == len({(each.code, each.term) for each in coded})
