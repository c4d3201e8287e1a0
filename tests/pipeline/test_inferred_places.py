"""Acts of state that no text places are in the country of their doers, or that of the texts."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

import kipu
from kipu.documents import from_text
from kipu.lang.resolution import load_resolution
from kipu.resolution import resolve

CASES = tomllib.loads(Path(__file__).with_name("inferred_places.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["texts"][0][-60:] for case in CASES])
def test_acts_of_state_have_a_country(case: dict[str, Any]) -> None:
    """The event of the case has its place, and one that no account gives says so."""
    code = case["language"]
    texts = enumerate(case["texts"])
    readings = [kipu.read(from_text(text, uri=f"{n}", language=code)) for n, text in texts]
    resolution = resolve(readings, (), load_resolution(code))
    names = {entity.id: entity.name for entity in resolution.entities}
    events = [event for event in resolution.events if event.type == case["type"]]
    assert events, f"found only {[event.type for event in resolution.events]}"
    assert {names.get(event.place or "", "") for event in events} == {case["place"]}
    stated = any(e.place and e.type == case["type"] for r in readings for e in r.events)
    assert all(event.place_inferred == (bool(case["place"]) and not stated) for event in events)


@pytest.mark.parametrize("text", ["1", "Peruvian", "peruanos", "1'500 «", "9" * 400])
@pytest.mark.parametrize("code", ["en", "es"])
def test_texts_of_next_to_nothing_are_read(text: str, code: str) -> None:
    """A text without sentences, or of one word, has no country and no fault."""
    assert kipu.read(from_text(text, uri="t", language=code)).country is None
