"""Events are attributed to whom a Spanish text names, and to nobody else."""

import tomllib
from pathlib import Path

import pytest

from tests.events.reading import read_sentence

CASES = [
    (case.get("source"), *example)
    for case in tomllib.loads(Path(__file__).with_name("sources_es.toml").read_text("utf-8"))[
        "case"
    ]
    for example in case["says"]
]


@pytest.mark.parametrize(
    ("source", "trigger", "text"), CASES, ids=[f"{s}: {t}" for s, _, t in CASES]
)
def test_spanish_sources(source: str | None, trigger: str, text: str) -> None:
    """The source is the one that the sentence names, unnamed or none where it names nobody."""
    events, whole = read_sentence(text, "es")
    event = next(e for e in events if whole.startswith(trigger, e.trigger.start))
    told = event.attribution
    said = (
        None
        if told is None
        else ""
        if told.source is None
        else (whole[told.source.start : told.source.end].lower())
    )
    assert said == source
