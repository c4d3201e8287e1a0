"""What a text asserts outside of the ontology is told with roles, time, certainty, source."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kipu.model.readings import EventMention
from tests.events.reading import read_others

CASES = tomllib.loads(Path(__file__).with_name("others.toml").read_text("utf-8"))["case"]
SAYS = [(case["language"], *example) for case in CASES for example in case["says"]]
NEVER = [(case["language"], text) for case in CASES for text in case["never"]]


@pytest.mark.parametrize("case", SAYS, ids=[f"{case[1]}: {case[2]}" for case in SAYS])
def test_what_no_type_fits_is_told(case: tuple[str, ...]) -> None:
    """The verb is an event of type "other" by its lemma, with what the sentence says of it."""
    language, lemma, text, *told = case
    others, whole = read_others(text, language)
    found = [event for event in others if event.lemma == lemma]
    assert len(found) == 1
    assert found[0].type == "other"
    assert {*told} <= {*_values(found[0], whole)}


@pytest.mark.parametrize(("language", "text"), NEVER, ids=[text for _, text in NEVER])
def test_what_is_no_event_of_its_own_is_left_alone(language: str, text: str) -> None:
    """Speech, states, phases, suppositions, what a type fits, and what is about no entity."""
    assert read_others(text, language)[0] == ()


def _values(event: EventMention, text: str) -> Iterator[str]:
    parts = event.arguments if event.place is None else (*event.arguments, event.place)
    yield from (f"{part.role}={text[part.span.start : part.span.end]}" for part in parts)
    yield from (f"factuality={event.factuality}", f"time={event.time.value}")
    if event.attribution and event.attribution.source:
        source = event.attribution.source
        yield f"source={text[source.start : source.end]}"
